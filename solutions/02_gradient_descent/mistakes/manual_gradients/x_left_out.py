"""Both derivatives are the same. A change of b moves each prediction by an amount that depends on its x; a change of
a does not."""


def gradients(a, b, x, y):
    error = predict(a, b, x) - y  # noqa: F821
    return 2 * error.mean(), 2 * error.mean()
