"""The step is taken while autograd is watching. It would have to put a change of a leaf into the graph, and refuses."""


def update(parameters, lr):
    for p in parameters:
        if p.grad is not None:
            p -= lr * p.grad
            p.grad = None
