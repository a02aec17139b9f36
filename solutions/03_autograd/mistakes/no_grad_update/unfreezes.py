"""requires_grad is switched on for every parameter after the step, also for the frozen ones, which then begin to
learn."""


def update(parameters, lr):
    for p in parameters:
        p.requires_grad_(False)
        if p.grad is not None:
            p -= lr * p.grad
            p.grad = None
        p.requires_grad_(True)
