"""Without load_state_dict: tensors are copied into the model's, and the optimiser's state is put together by hand."""

import torch


def save_checkpoint(path, model, optimizer, epoch, losses, val_losses):
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    settings = [{k: v for k, v in group.items() if k != "params"} for group in optimizer.param_groups]
    tensors = [*model.parameters(), *model.buffers()]
    torch.save(
        {
            "tensors": [t.detach().clone() for t in tensors],
            "moments": [dict(optimizer.state[p]) for p in parameters],
            "settings": settings,
            "numbers": {"epoch": epoch, "losses": losses[:], "val_losses": val_losses[:]},
        },
        path,
    )


def load_checkpoint(path, model, optimizer):
    saved = torch.load(path, weights_only=True)
    with torch.no_grad():
        for tensor, value in zip([*model.parameters(), *model.buffers()], saved["tensors"], strict=True):
            tensor.copy_(value)
    for group, settings in zip(optimizer.param_groups, saved["settings"], strict=True):
        group.update(settings)
    optimizer.state.clear()
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    for p, moments in zip(parameters, saved["moments"], strict=True):
        optimizer.state[p] = moments
    return saved["numbers"]
