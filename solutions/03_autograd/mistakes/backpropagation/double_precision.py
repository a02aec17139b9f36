"""The gradients come back as float64 whatever the weights are, as they do from NumPy's own numbers. Such a gradient
does not fit a float32 weight."""

import torch


def gradients(x, labels, w1, w2):
    x, w1, w2 = x.double(), w1.double(), w2.double()
    hidden = torch.relu(x @ w1)
    d_logits = torch.softmax(hidden @ w2, dim=1)
    d_logits[torch.arange(len(labels)), labels] -= 1
    d_logits /= len(labels)
    return x.T @ (d_logits @ w2.T * (hidden > 0)), hidden.T @ d_logits
