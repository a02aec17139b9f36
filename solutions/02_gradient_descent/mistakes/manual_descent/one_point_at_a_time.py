"""Every point makes an update of its own, n of them in an epoch. That is stochastic descent; full batch means one
update an epoch, for all points."""


def fit(x, y, a, b, lr, n_epochs):
    for _ in range(n_epochs):
        for x_i, y_i in zip(x.ravel(), y.ravel(), strict=True):
            error = a + b * x_i - y_i
            a, b = step(a, b, 2 * error, 2 * x_i * error, lr)  # noqa: F821
    return a, b
