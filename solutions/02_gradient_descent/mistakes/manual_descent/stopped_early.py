"""The descent comes to rest before its epochs are over. On flat ground each step gains little, however far it is still
to go."""


def fit(x, y, a, b, lr, n_epochs):
    before = float("inf")
    for _ in range(n_epochs):
        error = a + b * x - y
        loss = (error**2).mean()
        if before - loss < 1e-5 * loss:
            break
        before = loss
        a, b = step(a, b, 2 * error.mean(), 2 * (x * error).mean(), lr)  # noqa: F821
    return a, b
