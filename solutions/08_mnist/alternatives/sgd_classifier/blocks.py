"""Batches are neighbouring rows from a random place on; gradients are left full between calls."""

import torch
from torch.nn.functional import log_softmax, nll_loss


def train_step(w1, w2, x, labels, lr):
    w1.grad, w2.grad = None, None
    loss = nll_loss(log_softmax((x @ w1).relu() @ w2, dim=-1), labels)
    torch.autograd.backward(loss)
    with torch.inference_mode():
        torch._foreach_sub_([w1, w2], [lr * w1.grad, lr * w2.grad])
    return loss.item()


def train(images, labels, w1, w2, n_steps, batch_size, lr, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        starts = torch.randint(0, len(images) - batch_size + 1, (n_steps,)).tolist()
    return [train_step(w1, w2, images[i : i + batch_size], labels[i : i + batch_size], lr) for i in starts]
