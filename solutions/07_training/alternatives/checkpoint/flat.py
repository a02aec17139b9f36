"""One flat dict, in which the names say what belongs where; the gradients are dropped on the way."""

import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    flat = {f"model/{name}": value for name, value in model.state_dict().items()}
    flat |= {f"optimizer/{name}": value for name, value in optimizer.state_dict().items()}
    flat |= {"epoch": epoch, "losses": losses, "val_losses": val_losses}
    with open(path, "wb") as file:
        torch.save(flat, file)


def load_checkpoint(path, model, optimizer):
    with open(path, "rb") as file:
        flat = torch.load(file)
    optimizer.zero_grad()

    def part(name):
        return {key.removeprefix(f"{name}/"): value for key, value in flat.items() if key.startswith(f"{name}/")}

    model.load_state_dict(part("model"))
    optimizer.load_state_dict(part("optimizer"))
    return {name: value for name, value in flat.items() if "/" not in name}
