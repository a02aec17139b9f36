"""The loss is the sum over the samples instead of their mean, so that it grows with the size of the batch."""

import torch


def cross_entropy(logits, labels):
    return -torch.log_softmax(logits, dim=1)[torch.arange(len(labels)), labels].sum()
