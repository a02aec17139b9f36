"""The model is wrapped, but its parameters are still on the CPU. Wrapping several GPUs does not move them:
DataParallel copies from the first GPU to the others, and refuses when they are not there."""

import torch
from torch import nn


def parallelize(model):
    return nn.DataParallel(model) if torch.cuda.device_count() > 1 else model
