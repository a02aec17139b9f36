"""torch.accelerator for torch.cuda, a subclass of DataParallel, and tensors moved one by one."""

import copy
import itertools

import torch
from torch.nn.modules.utils import consume_prefix_in_state_dict_if_present
from torch.nn.parallel import DataParallel
from torch.utils.data import Dataset


class RandomDataset(Dataset):
    """Nothing is kept: every item is drawn again from a generator that starts from its number."""

    def __init__(self, size, length):
        super().__init__()
        self.size, self.length = size, length

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        if not 0 <= index < self.length:
            raise IndexError(index)
        return torch.randn(self.size, generator=torch.Generator().manual_seed(9 + index))


class Parallel(DataParallel):
    pass


def parallelize(model):
    model = copy.deepcopy(model)
    if torch.accelerator.is_available():
        device = torch.accelerator.current_accelerator()
        for tensor in itertools.chain(model.parameters(), model.buffers()):
            tensor.data = tensor.data.to(device)
    return Parallel(model) if torch.accelerator.device_count() > 1 else model


def outputs(model, loader):
    rows = []
    for batch in loader:
        with torch.no_grad():
            inputs = batch.to(next(model.parameters()))
            rows.extend(model(inputs).cpu().unbind())
    return torch.stack(rows)


def portable_state(model):
    state = model.state_dict()
    if type(model).__name__ in {"DataParallel", "Parallel"}:
        consume_prefix_in_state_dict_if_present(state, "module.")
    return state
