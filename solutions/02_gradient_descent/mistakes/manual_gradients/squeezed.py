"""The column is squeezed away, and of a single point nothing with a length is left: squeeze drops every axis of size
one, the row's as well."""


def gradients(a, b, x, y):
    x, y = x.squeeze(), y.squeeze()
    error = a + b * x - y
    return 2 * sum(error) / len(x), 2 * sum(x * error) / len(x)
