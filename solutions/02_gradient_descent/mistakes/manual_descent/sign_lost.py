"""The derivatives in fit have the wrong sign: the minus that comes out of y - yhat is lost. Each epoch climbs."""


def fit(x, y, a, b, lr, n_epochs):
    for _ in range(n_epochs):
        error = y - (a + b * x)
        a, b = step(a, b, 2 * error.mean(), 2 * (x * error).mean(), lr)  # noqa: F821
    return a, b
