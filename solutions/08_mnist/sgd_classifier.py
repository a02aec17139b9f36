"""Stochastic gradient descent by hand

A network without layers or optimisers: its logits are relu(x @ w1) @ w2, its loss is their mean cross entropy. The leaf
tensors w1 and w2 follow the gradient downhill, one random batch at a time, until the network reads digits.
"""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy


def train_step(w1: Tensor, w2: Tensor, x: Tensor, labels: Tensor, lr: float) -> float:
    """Take one step of gradient descent on one batch, and return the loss before it.

    x [B, 784] holds B images as rows of values in [0, 1], labels (B,) their int64 classes. w1 [784, H] and w2 [H, K],
    for any H and K, are leaf tensors that require grad; w1, w2 and x are of one dtype, float32 or float64. The loss is
    the cross entropy of the logits relu(x @ w1) @ w2 with the labels, the mean over the batch.

    Both w1 and w2 change in place, by -lr times the gradient of this batch's loss at the weights before the step.
    Gradients of earlier calls are not in it; what `.grad` holds between calls is free. x and labels stay as they are.

    Returns a Python float.
    """
    loss = cross_entropy(torch.relu(x @ w1) @ w2, labels)
    loss.backward()
    with torch.no_grad():
        for w in (w1, w2):
            w -= lr * w.grad
            w.grad = None  # the next backward call would add to it
    return loss.item()


def train(
    images: Tensor, labels: Tensor, w1: Tensor, w2: Tensor, n_steps: int, batch_size: int, lr: float, seed: int
) -> list[float]:
    """Train w1 and w2 in place by n_steps such steps, each on a batch of batch_size rows drawn at random.

    images [n, 784] and labels (n,) are what x and labels are in `train_step`, and stay as they are; batch_size is at
    most n. How the batches are drawn is free, with or without replacement, as long as all rows have their chance, the
    batches differ from step to step, and each image keeps its label. The same seed draws the same batches, whatever
    random numbers were drawn elsewhere; another seed draws others. With an lr of 0 the weights stay where they are.

    A check gives scaled random weights with H = 40 (standard deviations 0.05 for w1 and 0.16 for w2), 500 steps of 10
    images and lr = 0.05: at least 70 % of digits that the network has not seen are read rightly then.

    Returns a list of n_steps Python floats, the loss of each step's batch before its update.
    """
    generator = torch.Generator().manual_seed(seed)
    losses = []
    for _ in range(n_steps):
        rows = torch.randint(len(images), (batch_size,), generator=generator)
        losses.append(train_step(w1, w2, images[rows], labels[rows], lr))
    return losses
