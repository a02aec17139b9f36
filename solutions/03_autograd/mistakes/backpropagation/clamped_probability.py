"""The probability is kept away from 0 by a small constant before the logarithm. That hides how wrong a sure and wrong
answer is: such a loss never gets above -log of the constant."""

import torch


def cross_entropy(logits, labels):
    p = torch.softmax(logits, dim=1)[torch.arange(len(labels)), labels]
    return -torch.log(p.clamp(min=1e-12)).mean()
