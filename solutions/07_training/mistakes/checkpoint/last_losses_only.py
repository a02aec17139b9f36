"""Of each list only its last entry is kept, the loss at the moment of saving; the history before it is lost."""

import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    checkpoint = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": epoch,
        "losses": losses[-1:],
        "val_losses": val_losses[-1:],
    }
    torch.save(checkpoint, path)
