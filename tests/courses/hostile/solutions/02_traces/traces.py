"""What one check may leave for the next."""


def leave():
    """Change nothing."""
