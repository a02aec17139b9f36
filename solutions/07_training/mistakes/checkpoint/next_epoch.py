"""What comes back as the epoch is the one to go on with. The checkpoint counts the epochs that are done, and who
adds one to that as well leaves out an epoch."""

import torch


def load_checkpoint(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return {**checkpoint, "epoch": checkpoint["epoch"] + 1}
