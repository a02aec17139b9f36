"""Through torch's default device, old ways to bring one tensor to another, and a callable object for a function."""

import torch
from torch import cuda
from torch.nn import DataParallel as Wrapper

torch.set_default_device("cuda" if cuda.is_available() else "cpu")


class Parallelize:
    def __call__(self, model):
        torch.set_default_device("cuda" if cuda.is_available() else "cpu")
        model = model.to(torch.ones(1).device)
        torch.set_default_device(None)
        if cuda.device_count() <= 1:
            return model
        return Wrapper(model, device_ids=[f"cuda:{i}" for i in range(cuda.device_count())])


parallelize = Parallelize()


def outputs(model, loader):
    first = next(model.parameters())
    results = []
    with torch.no_grad():
        for i, batch in enumerate(loader):
            inputs = batch.type_as(first) if i % 2 else first.new_tensor(batch.tolist())
            results.append(model(inputs).cpu().numpy())
    return torch.cat([torch.from_numpy(result) for result in results])
