"""Returns a list nested 100,000 deep."""
# failed: twice x: expected a float32 tensor of shape \(2, 3\), got a list or tuple of 1\.


def attempt(x, places):
    found = []
    for _ in range(100_000):
        found = [found]
    return found
