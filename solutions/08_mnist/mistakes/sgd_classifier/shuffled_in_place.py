"""The images that were handed in are shuffled where they stand. Whoever handed them in finds their order gone."""

import torch


def train(images, labels, w1, w2, n_steps, batch_size, lr, seed):
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for step in range(n_steps):
        start = step * batch_size % len(images)
        if start == 0:
            order = torch.randperm(len(images), generator=generator)
            images[:], labels[:] = images[order], labels[order]
        rows = slice(start, start + batch_size)
        losses.append(train_step(w1, w2, images[rows], labels[rows], lr))  # noqa: F821  the reference's
    return losses
