"""The loss is right, but the logits that were handed in are others afterwards, as when the largest of them is subtracted
in place."""

import torch


def cross_entropy(logits, labels):
    logits -= logits.max(dim=1, keepdim=True).values
    own = logits[torch.arange(len(labels)), labels]
    return (torch.log(torch.exp(logits).sum(dim=1)) - own).mean()
