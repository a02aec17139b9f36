"""Returns endless text."""
# failed: twice x: expected a float32 tensor of shape \(2, 3\), got "yyy.*


def attempt(x, places):
    return "y" * (100 * 2**20)
