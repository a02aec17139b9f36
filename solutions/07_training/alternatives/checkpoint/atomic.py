"""Written beside the file and moved into its place, as a tuple; the model is put into eval mode on the way."""

import os

import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    model.eval()
    unfinished = f"{path}.unfinished"
    torch.save((epoch, model.state_dict(), optimizer.state_dict(), tuple(losses), tuple(val_losses)), unfinished)
    os.replace(unfinished, path)


def load_checkpoint(path, model, optimizer):
    epoch, weights, moments, losses, val_losses = torch.load(str(path), map_location="cpu")
    optimizer.load_state_dict(moments)
    model.load_state_dict(weights)
    model.eval()
    return {"epoch": epoch, "losses": list(losses), "val_losses": list(val_losses), "model": model}
