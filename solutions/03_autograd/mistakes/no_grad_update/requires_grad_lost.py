"""The parameters are detached for the step and no longer require grad after it: the next loss has no graph that
leads to them."""


def update(parameters, lr):
    for p in parameters:
        if p.grad is not None:
            p.requires_grad_(False)
            p -= lr * p.grad
            p.grad = None
