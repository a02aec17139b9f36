"""Returns the right numbers, as complex ones."""
# failed: twice x: expected a float32 tensor of shape \(2, 3\), got a complex64 tensor of shape \(2, 3\)\.


def attempt(x, places):
    return 2 * x + 0j
