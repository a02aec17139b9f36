import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    torch.save(
        {
            "model": model.state_dict(),
            "epoch": epoch,
            "losses": losses,
            "val_losses": val_losses,
        },
        path,
    )


def load_checkpoint(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    return checkpoint
