"""Rows are drawn among the first batch_size images only. The network learns these few by heart and never sees the others."""

import torch


def train(images, labels, w1, w2, n_steps, batch_size, lr, seed):
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for _ in range(n_steps):
        rows = torch.randint(batch_size, (batch_size,), generator=generator)
        losses.append(train_step(w1, w2, images[rows], labels[rows], lr))  # noqa: F821  the reference's
    return losses
