"""Whatever is not a float is asked for its `.item()`. A Python int is a number as well, and has no such method."""


def gradients(a, b, x, y):
    a, b = (p if isinstance(p, float) else p.item() for p in (a, b))
    error = a + b * x - y
    return 2 * error.mean(), 2 * (x * error).mean()
