"""The outputs stay on the device of the model. NumPy and plots cannot read them there, and they fill up the memory
of the GPU batch by batch."""

import torch


@torch.no_grad()
def outputs(model, loader):
    device = next(model.parameters()).device
    return torch.cat([model(batch.to(device)) for batch in loader])
