"""The loss takes exp of the logits as they are. exp(1000) is infinite and exp(-1000) is 0, and neither the ratio of
such numbers nor its logarithm means anything."""

import torch


def cross_entropy(logits, labels):
    powers = torch.exp(logits)
    p = powers / powers.sum(dim=1, keepdim=True)
    return -torch.log(p[torch.arange(len(labels)), labels]).mean()
