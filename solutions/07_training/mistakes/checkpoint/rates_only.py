"""Of the settings of the optimiser only the learning rates come back. Whatever else was changed during training, such as
the weight decay, is again what the optimiser at hand has."""

import torch


def load_checkpoint(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    groups = optimizer.state_dict()["param_groups"]
    for group, saved in zip(groups, checkpoint["optimizer"]["param_groups"], strict=True):
        group["lr"] = saved["lr"]
    optimizer.load_state_dict({"state": checkpoint["optimizer"]["state"], "param_groups": groups})
    return checkpoint
