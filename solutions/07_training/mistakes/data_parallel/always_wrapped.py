"""The model is wrapped in DataParallel on every machine. Without a second GPU there is nothing to share out: the
wrapper only changes the names of all parameters."""

import torch
from torch import nn


def parallelize(model):
    return nn.DataParallel(model).to("cuda" if torch.cuda.is_available() else "cpu")
