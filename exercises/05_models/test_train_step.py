"""Visible checks of train_step."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim import SGD

from grader import check
from grader.observe import Events, number, tracked


class Mixed(nn.Module):
    """A model whose output depends on the mode: its own, and that of a batch norm and of a dropout deep inside it.

    Dropout takes everything here, so that nothing is random.
    """

    def __init__(self, d, k):
        super().__init__()
        self.first = nn.Sequential(nn.Linear(d, 6), nn.Sequential(nn.BatchNorm1d(6), nn.Tanh()))
        self.bypass = nn.Sequential(nn.Linear(d, k), nn.Dropout(1.0))
        self.shift = nn.Parameter(torch.randn(k))
        self.last = nn.Linear(6, k)

    def forward(self, x):
        return self.last(self.first(x)) + self.bypass(x) + F.dropout(self.shift, 1.0, training=self.training)


def pull(input, target):  # noqa: A002  the names that losses of torch have
    """A loss in which prediction and target play different parts."""
    return (input * (input - target).tanh()).mean()


def small(input, target):  # noqa: A002
    """A loss with the small values that come at the end of a training."""
    return F.mse_loss(input, target) / 1000


def draw_batch(n, d, k):
    """Features whose means are far from 0, and targets."""
    return 1 + 2 * torch.randn(n, d), torch.randn(n, k)


def draw_rate():
    """A learning rate."""
    return 0.05 + 0.1 * torch.rand(()).item()


def parameters_of(model):
    """The values that the parameters have now, by name."""
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def called(train_step, *batch):
    """What a train step returns; where there is no train step, what came back in its place."""
    return train_step(*batch) if callable(train_step) else train_step


@check(points=3)
def test_one_call(submission):
    """A call returns the loss before the update, and makes one update against the gradient of that loss."""
    d, k, n = (torch.randperm(5)[:3] + 2).tolist()
    x, y = draw_batch(n, d, k)
    series = nn.Sequential(nn.Conv1d(2, 3, 3), nn.Flatten(), nn.Linear(6, 1))
    tasks = {
        "a linear model": (nn.Linear(d, k), nn.MSELoss(), (x, y)),
        "a loss that is not symmetric": (nn.Sequential(nn.Linear(d, k), nn.Sigmoid()), pull, (x, y)),
        "a classifier": (nn.Linear(d, k), nn.CrossEntropyLoss(), (x, torch.randint(k, (n,)))),
        "dropout and batch norm, float64": (Mixed(d, k).double(), nn.L1Loss(), (x.double(), y.double())),
        "series, and one prediction for several targets": (series, pull, (torch.randn(n, 2, 4), torch.randn(n, n))),
    }
    rates = [draw_rate() for _ in tasks]
    seen = {}
    for (name, (model, loss_fn, batch)), lr in zip(tasks.items(), rates, strict=True):
        copies = [tensor.clone() for tensor in batch]
        optimizer = SGD(model.parameters(), lr=lr)
        events = Events()
        events.watch_optimizer(optimizer)
        train_step = submission.make_train_step(model, loss_fn, optimizer)
        seen[name] = {
            "loss": number(called(train_step, *batch)),
            "parameters": parameters_of(model),
            "the optimizer was asked for a step": bool(events),
            "the batch is as it was": all(torch.equal(t, c) for t, c in zip(batch, copies, strict=True)),
            "the batch is tracked by autograd": any(tracked(tensor) for tensor in batch),
        }
    return seen


@check(points=2)
def test_many_calls(submission):
    """No gradient of an earlier call is part of an update, made by this train step or by another one of the model."""
    sizes = [7, 4, 4, 9, 2, 5]
    models = {
        "two layers": nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)),
        "dropout and batch norm": Mixed(3, 2),
    }
    batches = [draw_batch(n, 3, 2) for n in sizes]
    optimizers = {name: SGD(model.parameters(), lr=draw_rate()) for name, model in models.items()}
    seen = {}
    for name, model in models.items():
        path = []
        for part in (batches[:3], batches[3:]):
            train_step = submission.make_train_step(model, nn.MSELoss(), optimizers[name])
            for batch in part:
                called(train_step, *batch)
                path.append(parameters_of(model))
        seen[name] = {f"after call {call}": parameters for call, parameters in enumerate(path, 1)}
    return seen


@check(points=2)
def test_train_mode(submission):
    """The model is in train mode in every call, also where it was put in eval mode before: its losses show it."""
    d, k = (torch.randperm(4)[:2] + 2).tolist()
    model = Mixed(d, k)
    batches = [draw_batch(n, d, k) for n in (6, 3, 8, 5, 4)]
    model.eval()
    # with a learning rate of 0 nothing but the mode and the batch make a difference
    train_step = submission.make_train_step(model, nn.MSELoss(), SGD(model.parameters(), lr=0.0))
    losses = []
    for mode, batch in zip(["as it is", "as it is", "eval", "eval", "as it is"], batches, strict=True):
        if mode == "eval":
            model.eval()
        losses.append(number(called(train_step, *batch)))
    return {"losses": losses}


@check(points=1)
def test_float(submission):
    """The loss is a Python float, with all its digits."""
    model = nn.Linear(4, 2)
    batches = [draw_batch(n, 4, 2) for n in (5, 3, 4, 6, 5)]
    train_step = submission.make_train_step(model, small, SGD(model.parameters(), lr=0.0))
    losses = [called(train_step, *batch) for batch in batches]
    return [
        {"loss": number(loss), "is a float": isinstance(loss, float), "carries its graph": tracked(loss)}
        for loss in losses
    ]
