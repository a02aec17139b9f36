"""The prediction is a tensor even where x is a NumPy array: whoever works with arrays gets something else back."""

import torch


def predict(a, b, x):
    return torch.as_tensor(a) + torch.as_tensor(b) * torch.as_tensor(x)
