"""Returns a dict that holds itself."""
# failed: twice x: expected a float32 tensor of shape \(2, 3\), got a dict with 1 entry\.


def attempt(x, places):
    found = {}
    found["again"] = found
    return found
