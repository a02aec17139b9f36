"""Softmax in the loss runs over the samples of the batch instead of the classes of a sample. Each sample has
probabilities of its own, which add up to 1."""

import torch


def cross_entropy(logits, labels):
    return -torch.log_softmax(logits, dim=0)[torch.arange(len(labels)), labels].mean()
