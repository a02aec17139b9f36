"""Everything is computed with torch's functions; arrays are let in and out again without a copy."""

import numpy as np
import torch
import torch.nn.functional as F


def predict(a, b, x):
    line = torch.as_tensor(a) + torch.as_tensor(b) * torch.as_tensor(x)
    return line.to(torch.as_tensor(x).dtype).numpy() if isinstance(x, np.ndarray) else line


def mse(y, yhat):
    return F.mse_loss(torch.as_tensor(yhat), torch.as_tensor(y))


def gradients(a, b, x, y):
    x, y = torch.as_tensor(x), torch.as_tensor(y)
    errors = predict(torch.as_tensor(a), torch.as_tensor(b), x) - y
    means = torch.hstack([errors, x * errors]).mean(dim=0, keepdim=True)
    return tuple((2 * means).split(1, dim=1))
