"""Only the parameters come back. A model's state has a second half, its buffers: the running statistics of a
BatchNorm are not trained, and yet they decide what the model says in eval mode."""

import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    checkpoint = {
        "model": dict(model.named_parameters()),
        "optimizer": optimizer.state_dict(),
        "epoch": epoch,
        "losses": losses,
        "val_losses": val_losses,
    }
    torch.save(checkpoint, path)


def load_checkpoint(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"], strict=False)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint
