"""The step is added where it has to be taken away. The derivatives point uphill, so this follows the loss to where it
is largest."""


def step(a, b, da, db, lr):
    return a + lr * da, b + lr * db
