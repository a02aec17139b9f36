"""Autograd, through a sum over the points in a loop of Python: slow, and right."""


def fit(x, y, a, b, lr, n_epochs):
    import torch

    xs, ys = torch.from_numpy(x), torch.from_numpy(y)
    a, b = torch.tensor([float(a)], requires_grad=True), torch.tensor([float(b)], requires_grad=True)
    for _ in range(n_epochs):
        loss = 0
        for u, v in zip(xs, ys):
            loss = loss + (v - a - b * u) ** 2 / len(xs)
        loss.backward()
        with torch.no_grad():
            a -= lr * a.grad
            b -= lr * b.grad
        a.grad.zero_()
        b.grad.zero_()
    return a.item(), b.item()
