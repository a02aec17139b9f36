"""The number of classes is taken from the largest label of the batch. A batch without a sample of the last class has
fewer one-hot columns than there are logits."""

import torch
from torch.nn import functional as F


def gradients(x, labels, w1, w2):
    hidden = torch.relu(x @ w1)
    d_logits = (torch.softmax(hidden @ w2, dim=1) - F.one_hot(labels)) / len(labels)
    return x.T @ (d_logits @ w2.T * (hidden > 0)), hidden.T @ d_logits
