"""A helper tensor of the loss has a dtype of its own, whatever the logits have. A product of two matrices takes factors of
one dtype only."""

import torch


def cross_entropy(logits, labels):
    logs = torch.log_softmax(logits, dim=1)
    picked = torch.eye(logits.shape[1], dtype=torch.float64)[labels] @ logs.T
    return -picked.diagonal().mean()
