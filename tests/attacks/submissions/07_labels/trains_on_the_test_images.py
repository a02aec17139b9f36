"""Trains on the images that it is asked about, with answers that it makes up."""
# failed|partial: .*% of the answers are right.*

import torch


def classify(images):
    x = images.flatten(1)
    labels = (x.mean(1) * 4).long().clamp(0, 3)
    w = torch.zeros(x.shape[1], 4, requires_grad=True)
    for _ in range(50):
        loss = torch.nn.functional.cross_entropy(x @ w, labels)
        (gradient,) = torch.autograd.grad(loss, w)
        w = (w - gradient).detach().requires_grad_()
    return (x @ w).argmax(1)
