"""Images and labels are drawn apart from each other. An image comes with the label of another, and there is nothing to learn."""

import torch


def train(images, labels, w1, w2, n_steps, batch_size, lr, seed):
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for _ in range(n_steps):
        x = images[torch.randint(len(images), (batch_size,), generator=generator)]
        y = labels[torch.randint(len(images), (batch_size,), generator=generator)]
        losses.append(train_step(w1, w2, x, y, lr))  # noqa: F821  the reference's
    return losses
