"""Where relu gets exactly 0 its slope is taken as 1: the gradient passes although the unit gave nothing."""

import torch


def gradients(x, labels, w1, w2):
    z = x @ w1
    hidden = torch.relu(z)
    d_logits = torch.softmax(hidden @ w2, dim=1)
    d_logits[torch.arange(len(labels)), labels] -= 1
    d_logits /= len(labels)
    return x.T @ (d_logits @ w2.T * (z >= 0)), hidden.T @ d_logits
