"""The model object itself is pickled, not its state. Such a file runs code when it is read, which is why torch.load
refuses it by default, and it breaks as soon as the class of the model is renamed or moved."""

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
