"""In z only a is doubled. The 2 stands before the bracket, so it multiplies the whole difference a - b."""


def z(a, b, c):
    return 2 * a - b + c
