"""The weights come back, but nothing of the optimiser does. Momentum and Adam's moments start from nothing after the
pause, and training goes on along another path."""

import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    checkpoint = {"model": model.state_dict(), "epoch": epoch, "losses": losses, "val_losses": val_losses}
    torch.save(checkpoint, path)


def load_checkpoint(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    return checkpoint
