"""torch.load refuses this file unless it is told to trust it: something in it, such as the whole model, is not written as
tensors and plain data. Reading such a file runs code, and breaks as soon as a class in it is renamed or moved."""

import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    checkpoint = {
        "model": model,
        "optimizer": optimizer.state_dict(),
        "epoch": epoch,
        "losses": losses,
        "val_losses": val_losses,
    }
    torch.save(checkpoint, path)


def load_checkpoint(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=False)
    model.load_state_dict(checkpoint["model"].state_dict())
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint
