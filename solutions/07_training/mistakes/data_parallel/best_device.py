"""The batches go to a GPU of the machine whether or not the model is there: it may be on another one, or still on the
CPU."""

import torch


@torch.no_grad()
def outputs(model, loader):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.cat([model(batch.to(device)).cpu() for batch in loader])
