"""Waits for somebody to type."""
# error: EOFError: EOF when reading a line\n  asks_its_user\.py, line 6, in attempt: return x \* float\(input.*


def attempt(x, places):
    return x * float(input("By what? "))
