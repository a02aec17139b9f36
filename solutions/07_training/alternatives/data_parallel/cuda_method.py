"""model.cuda(), NumPy's generator, and detach in place of no_grad."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import Dataset


class RandomDataset(Dataset):
    def __init__(self, size, length):
        generator = np.random.default_rng(0)
        self.rows = [torch.tensor(generator.standard_normal(size), dtype=torch.float32) for _ in range(length)]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


def parallelize(model):
    count = torch.cuda.device_count()
    if not torch.cuda.is_available():
        return model.cpu()
    best = max(range(count), key=lambda i: torch.cuda.get_device_properties(i).total_memory)
    if count == 1:
        return model.cuda(best)
    order = [best, *(i for i in range(count) if i != best)]
    return torch.nn.parallel.DataParallel(model.to(best), device_ids=order, output_device=best)


def outputs(model, loader):
    bare = model.module if isinstance(model, nn.DataParallel) else model
    index = next(bare.parameters()).get_device()
    results = torch.tensor([])
    for i, batch in enumerate(loader):
        y = model(batch.cuda(index) if index >= 0 else batch).detach().to(device="cpu")
        results = torch.cat([results, y]) if i else y
    return results


def portable_state(model):
    if isinstance(model, nn.DataParallel | nn.parallel.DistributedDataParallel):
        return portable_state(model.module)
    return dict([*model.named_parameters(), *model.named_buffers()])
