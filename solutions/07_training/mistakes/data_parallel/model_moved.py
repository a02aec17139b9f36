"""The model is taken to the best device of the machine, in place of the batches to the model. Where the model is was the
caller's choice, and it is somewhere else afterwards."""

import torch


@torch.no_grad()
def outputs(model, loader):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = model.to(device)
    return torch.cat([model(batch.to(device)).cpu() for batch in loader])
