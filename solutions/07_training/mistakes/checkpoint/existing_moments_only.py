"""The saved moments are copied only into those that the optimiser has already. A new optimiser has none before its
first step, so after a restart all of them are lost."""

import torch


def load_checkpoint(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    moments, saved_groups = checkpoint["optimizer"]["state"], checkpoint["optimizer"]["param_groups"]
    for group, saved in zip(optimizer.param_groups, saved_groups, strict=True):
        numbers = saved.pop("params")
        group.update(saved)
        for p, number in zip(group["params"], numbers, strict=True):
            for name, value in optimizer.state.get(p, {}).items():
                value.copy_(moments[number][name])
    return checkpoint
