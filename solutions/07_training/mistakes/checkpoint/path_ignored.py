"""Every checkpoint goes to one file, whatever path says, so that each overwrites the one before."""

import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    checkpoint = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": epoch,
        "losses": losses,
        "val_losses": val_losses,
    }
    torch.save(checkpoint, "model_checkpoint.pth")


def load_checkpoint(path, model, optimizer):
    checkpoint = torch.load("model_checkpoint.pth", weights_only=True)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint
