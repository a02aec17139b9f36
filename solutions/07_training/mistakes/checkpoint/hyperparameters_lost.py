"""Of the optimiser only the moments come back, not the settings of its parameter groups. A learning rate that was
lowered during training is again whatever the optimiser at hand has."""

import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    checkpoint = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict()["state"],
        "epoch": epoch,
        "losses": losses,
        "val_losses": val_losses,
    }
    torch.save(checkpoint, path)


def load_checkpoint(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    groups = optimizer.state_dict()["param_groups"]
    optimizer.load_state_dict({"state": checkpoint["optimizer"], "param_groups": groups})
    return checkpoint
