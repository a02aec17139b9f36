"""The record in a text file beside the file with the states, each first under another name; new tensors by .data."""

import json
import os

import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    torch.save([model.state_dict(), optimizer.state_dict()], path + ".new")
    os.replace(path + ".new", path)
    with open(path + ".json", "w") as file:
        json.dump({"epoch": epoch, "losses": losses, "val_losses": val_losses}, file)


def load_checkpoint(path, model, optimizer):
    weights, moments = torch.load(path, weights_only=True)
    for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
        tensor.data = weights[name]
    optimizer.load_state_dict(moments)
    with open(path + ".json") as file:
        return json.load(file)
