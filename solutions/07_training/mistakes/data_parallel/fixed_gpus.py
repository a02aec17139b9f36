"""The GPUs are listed by number, whether or not the machine has so many."""

import torch
from torch import nn


def parallelize(model):
    if torch.cuda.device_count() > 1:
        return nn.DataParallel(model.to("cuda:0"), device_ids=[0, 1, 2, 3])
    return model.to("cuda" if torch.cuda.is_available() else "cpu")
