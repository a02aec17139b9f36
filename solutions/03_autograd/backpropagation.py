"""Backpropagation by hand

A network of two layers, the cross-entropy of what it says, and the gradients of that loss in both weights, worked out
with the chain rule and written down. It is what autograd does for you everywhere else; here you do without it.

In all three functions n is the number of samples, d that of features, h that of hidden units and k that of classes.
The floating-point tensors of one call are all float32 or all float64, none of them requires grad, and all stay as
they are. Results are as precise as that dtype allows: the checks compare in float64.
"""

import torch
from torch import Tensor


def network(x: Tensor, w1: Tensor, w2: Tensor) -> Tensor:
    """Compute the logits relu(x w1) w2, where x w1 is a matrix product and relu(z) is the larger of z and 0.

    x has shape (n, d), w1 (d, h) and w2 (h, k). Returns a tensor of shape (n, k) with the dtype of the weights.
    """
    return torch.relu(x @ w1) @ w2


def cross_entropy(logits: Tensor, labels: Tensor) -> float | Tensor:
    """Compute the mean over n samples of -log(p), p being the probability that softmax gives to a sample's label.

    logits has shape (n, k); softmax runs over the k logits of a sample. labels has shape (n,) and holds int64 values
    from 0 to k - 1. Returns one number, as a float or a tensor with one element. It is right for large logits too,
    1000 or -1000, whichever of them belongs to the label.
    """
    rows = torch.arange(len(labels))
    # logsumexp takes the largest logit of each row out of the sum first: exp(1000) would overflow
    return (logits.logsumexp(dim=1) - logits[rows, labels]).mean()


def gradients(x: Tensor, labels: Tensor, w1: Tensor, w2: Tensor) -> tuple[Tensor, Tensor]:
    """Compute the gradients of cross_entropy(network(x, w1, w2), labels) in w1 and in w2.

    Shapes are those of the functions above. The formulas are your own: no automatic differentiation of any kind
    (`backward`, `torch.autograd`, `torch.func`, forward mode) takes part. At z = 0, where relu has a corner, its slope
    counts as 0.

    Returns (dw1, dw2), tensors of the shapes of w1 and w2 with the dtype of the weights.
    """
    n = len(labels)
    hidden = torch.relu(x @ w1)
    d_logits = torch.softmax(hidden @ w2, dim=1)
    d_logits[torch.arange(n), labels] -= 1
    d_logits /= n
    d_hidden = d_logits @ w2.T * (hidden > 0)
    return x.T @ d_hidden, hidden.T @ d_logits
