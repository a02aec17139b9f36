"""The parameter comes out of the step as float32, whatever it was before. A float64 one no longer fits the rest of its
model."""


def update(parameters, lr):
    for p in parameters:
        if p.grad is not None:
            p.data = (p.data - lr * p.grad).float()
            p.grad = None
