"""Returns a tensor that has a shape and a dtype, and no numbers."""
# failed: twice x: expected a float32 tensor of shape \(2, 3\), got something of type strided tensor of float32 on meta\.


def attempt(x, places):
    return x.to("meta")
