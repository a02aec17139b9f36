"""A thing."""


def thing(of):
    """The thing of `of`."""
    raise NotImplementedError
