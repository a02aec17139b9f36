"""The model that was handed in still has the weights that it had before. Nothing was loaded into it, or only into a
copy, which is gone when the function returns."""

import copy

import torch


def load_checkpoint(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    model = copy.deepcopy(model)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint
