"""A thing."""


def thing(of):
    """The thing of `of`."""
    if of == "a reference that raises":
        raise ValueError("the reference knows no such thing")
    return {"value": of}
