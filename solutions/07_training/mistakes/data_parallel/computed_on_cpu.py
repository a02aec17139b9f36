"""The batches stay on the CPU, and the model is brought there, or a copy of it. The numbers are right, but no GPU has
computed anything."""

import copy

import torch
from torch import nn


@torch.no_grad()
def outputs(model, loader):
    bare = copy.deepcopy(model.module if isinstance(model, nn.DataParallel) else model).cpu()
    return torch.cat([bare(batch) for batch in loader])
