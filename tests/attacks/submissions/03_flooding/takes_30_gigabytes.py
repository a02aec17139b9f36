"""Asks for 30 GB at once."""
# error: MemoryError\n.*


def attempt(x, places):
    return len(bytearray(30 * 2**30))
