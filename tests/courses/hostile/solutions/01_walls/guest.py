"""A guest in somebody else's process."""


def attempt(what, root):
    """Try what is called `what`, and return what came of it. The course lies in `root`."""
    return "nothing"
