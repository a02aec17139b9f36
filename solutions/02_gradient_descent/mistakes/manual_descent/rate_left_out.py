"""step takes the whole derivative away; the learning rate has no part in it."""


def step(a, b, da, db, lr):
    return a - da, b - db


def fit(x, y, a, b, lr, n_epochs):
    for _ in range(n_epochs):
        error = a + b * x - y
        a, b = a - lr * 2 * error.mean(), b - lr * 2 * (x * error).mean()
    return a, b
