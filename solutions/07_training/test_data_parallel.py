"""Hidden checks of data_parallel."""

import copy
from unittest import mock

import torch
from torch import nn
from torch.utils.data import DataLoader

from grader import check
from grader.observe import tracked


class Adapter(nn.Module):
    """A model whose only part is called `module`."""

    def __init__(self):
        super().__init__()
        self.module = nn.Linear(3, 2)


class Mixed(nn.Module):
    """A model with parts called `module` on two levels, and names that are the same without it."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4))
        self.module = nn.Linear(2, 3)
        self.submodule = nn.Linear(1, 2)
        self.body = Adapter()


@check(points=2)
def test_mode_order_and_graph(submission):
    """outputs computes in the mode that the caller set, batch by batch, in the loader's order, and without a graph."""
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2), nn.BatchNorm1d(2)).double()
    image_model = nn.Sequential(nn.Conv2d(1, 1, 3), nn.Tanh()).double()
    one_number = nn.Sequential(nn.Linear(4, 1), nn.Flatten(0)).double()
    items = 2 * torch.randn(13, 3).double() + 1
    loader = DataLoader(items, batch_size=5, sampler=torch.randperm(13).tolist())
    images = DataLoader(torch.randn(7, 1, 5, 4).double(), batch_size=3)
    rows = DataLoader(torch.randn(10, 4).double(), batch_size=6)

    in_train, in_eval, in_both = (copy.deepcopy(model).train() for _ in range(3))
    in_eval.eval()
    in_both[1].eval()
    tasks = {
        "in train mode": (in_train, loader),
        "in eval mode": (in_eval, loader),
        "with one part in eval mode": (in_both, loader),
        "images": (image_model, images),
        "one number for each item": (one_number, rows),
    }
    seen = {}
    for name, (each, batches) in tasks.items():
        result = submission.outputs(each, batches)
        seen[name] = {
            "outputs": result,
            "has a graph": tracked(result),
            "parts in train mode afterwards": [part.training for part in each.modules()],
            "parameters that require grad afterwards": sum(p.requires_grad for p in each.parameters()),
        }
    return seen


@check(points=1)
def test_parts_called_module(submission):
    """portable_state fits the bare model also where a part of it is itself called `module`."""
    seen = {}
    for kind in (Adapter, Mixed):
        for wrap in (False, True):
            model, bare = kind(), kind()
            with mock.patch("torch.cuda.is_available", return_value=False):
                handed_in = nn.DataParallel(model) if wrap else model
            state = submission.portable_state(handed_in)
            seen[f"{kind.__name__}, {'wrapped' if wrap else 'bare'}"] = {
                "names": sorted(state) if isinstance(state, dict) else state,
                "parameters": loaded(bare, state),
            }
    return seen


def loaded(bare, state):
    """The parameters of a model after it has loaded a state, or the kind of error with which it refuses it."""
    try:
        bare.load_state_dict(state)
    except (RuntimeError, TypeError, AttributeError) as error:
        return type(error).__name__
    return dict(bare.state_dict())
