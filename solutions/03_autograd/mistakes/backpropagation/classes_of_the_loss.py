"""In the loss the number of classes is taken from the largest label of the batch. A batch without a sample of the last
class has fewer one-hot columns than there are logits."""

import torch
from torch.nn import functional as F


def cross_entropy(logits, labels):
    return -(torch.log_softmax(logits, dim=1) * F.one_hot(labels)).sum(dim=1).mean()
