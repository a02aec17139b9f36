"""In z the bracket reaches too far: c stands outside it and is not doubled."""


def z(a, b, c):
    return 2 * (a - b + c)
