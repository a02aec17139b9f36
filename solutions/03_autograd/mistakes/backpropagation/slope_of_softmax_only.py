"""The label is left out of the gradients: they follow the probabilities, but not how far these are from the label."""

import torch


def gradients(x, labels, w1, w2):
    hidden = torch.relu(x @ w1)
    d_logits = torch.softmax(hidden @ w2, dim=1) / len(labels)
    return x.T @ (d_logits @ w2.T * (hidden > 0)), hidden.T @ d_logits
