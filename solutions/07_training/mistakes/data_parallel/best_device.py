"""The batches go to the best device of the machine, which is not always where the model is: it may be on another
GPU, or still on the CPU."""

import torch


@torch.no_grad()
def outputs(model, loader):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.cat([model(batch.to(device)).cpu() for batch in loader])
