"""One-hot labels and einsum, the logarithm of softmax, torch's own cross-entropy; the gradients in a list."""

import torch
from torch.nn import functional as F


def network(x, w1, w2):
    return torch.einsum("nh,hk->nk", (x @ w1).clamp(min=0), w2)


def cross_entropy(logits, labels):
    return F.cross_entropy(logits, labels).item()


def gradients(x, labels, w1, w2):
    z = torch.einsum("nd,dh->nh", x, w1)
    off = F.one_hot(labels, w2.shape[1]) - F.log_softmax(F.relu(z) @ w2, -1).exp()
    error = off.div(-x.shape[0])
    dw2 = torch.einsum("nh,nk->hk", F.relu(z), error)
    dw1 = torch.einsum("nd,nh,nk,hk->dh", x, torch.heaviside(z, torch.zeros_like(z)), error, w2)
    return [dw1, dw2]
