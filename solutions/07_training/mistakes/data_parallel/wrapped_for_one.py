"""The model is wrapped as soon as there is any GPU. With a single one there is nothing to share out, and a
checkpoint made there has other names than one made on the CPU."""

import torch
from torch import nn


def parallelize(model):
    if torch.cuda.is_available():
        return nn.DataParallel(model).to("cuda")
    return model
