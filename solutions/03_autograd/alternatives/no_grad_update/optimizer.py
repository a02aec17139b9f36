"""torch's own SGD, made anew for each step."""

import torch


def update(parameters, lr):
    optimizer = torch.optim.SGD(parameters, lr=lr)
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)
