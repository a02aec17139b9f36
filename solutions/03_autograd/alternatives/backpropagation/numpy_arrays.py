"""Everything in NumPy, and back to tensors at the end; the loss is a one-element array."""

import numpy as np
import torch


def network(x, w1, w2):
    return torch.from_numpy(np.maximum(x.numpy() @ w1.numpy(), 0) @ w2.numpy())


def _log_softmax(logits):
    shifted = logits - logits.max(1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(1, keepdims=True))


def cross_entropy(logits, labels):
    picked = np.take_along_axis(_log_softmax(logits.numpy()), labels.numpy()[:, None], axis=1)
    return np.array([-picked.mean()])


def gradients(x, labels, w1, w2):
    x, w1, w2 = (tensor.numpy() for tensor in (x, w1, w2))
    hidden = np.maximum(x @ w1, 0)
    error = np.exp(_log_softmax(hidden @ w2)) - np.eye(w2.shape[1])[labels.numpy()]
    dw1 = x.T @ (error @ w2.T * (hidden > 0)) / len(x)
    dw2 = hidden.T @ error / len(x)
    return torch.tensor(dw1, dtype=torch.from_numpy(w1).dtype), torch.tensor(dw2, dtype=torch.from_numpy(w2).dtype)
