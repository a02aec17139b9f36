"""Random order."""


def shuffle(items):
    """The entries of the list `items` in random order: a new list."""
    raise NotImplementedError
