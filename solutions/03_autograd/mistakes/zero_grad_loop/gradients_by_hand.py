"""The gradients do not come from autograd, but from formulas worked out by hand or from differences. Here autograd is to
find them."""


def fit(x, y, a, b, lr, n_epochs):
    losses = []
    for _ in range(n_epochs):
        error = a + b * x - y
        losses.append((error**2).mean().item())
        a, b = a - lr * 2 * error.mean(), b - lr * 2 * (x * error).mean()
    return a, b, losses
