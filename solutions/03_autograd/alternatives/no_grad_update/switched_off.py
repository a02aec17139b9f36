"""requires_grad is taken away for the step and given back after it; the gradient itself becomes the step."""


def update(parameters, lr):
    for p in parameters:
        if p.grad is not None:
            p.requires_grad = False
            p.add_(p.grad.mul_(-lr))
            p.requires_grad = True
            p.grad = None
