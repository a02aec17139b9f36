"""The model is given new parameters in place of new values in the ones that it has. The optimiser still holds the
old ones: from here on it updates tensors that are no part of the model any more."""

import torch


def load_checkpoint(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"], assign=True)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint
