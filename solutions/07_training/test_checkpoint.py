"""Hidden checks of checkpoint."""

import copy

import torch
from torch import nn

from grader import check


def train(model, optimizer, batches):
    """One update a batch."""
    for x, y in batches:
        model.train()
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()


def everything(model):
    """All parameters and buffers of a model, by name."""
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


@check(points=2)
def test_buffers(submission):
    """A model's buffers, such as a BatchNorm's running statistics, are part of the checkpoint, exact in float64 too."""
    model, new_model = (
        nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2)).double() for _ in range(2)
    )
    batches = [(3 * torch.randn(8, 3).double() + 1, torch.randn(8, 2).double()) for _ in range(7)]
    x = torch.randn(5, 3).double()
    never_stopped = copy.deepcopy(model)
    train(never_stopped, torch.optim.SGD(never_stopped.parameters(), lr=0.05), batches)

    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    train(model, optimizer, batches[:4])
    submission.save_checkpoint("buffers.pt", model, optimizer, 4, [0.5] * 4, [0.25] * 4)
    new_optimizer = torch.optim.SGD(new_model.parameters(), lr=0.05)
    submission.load_checkpoint("buffers.pt", new_model, new_optimizer)
    train(new_model, new_optimizer, batches[4:])
    state, expected = everything(new_model), everything(never_stopped)
    with torch.no_grad():
        predictions = new_model.eval()(x)
    return {
        "parameters and buffers at the end": state,
        "predictions in eval mode": predictions,
        "bit for bit as without a stop": all(torch.equal(value, expected.get(name)) for name, value in state.items()),
    }


@check(points=1)
def test_way_back(submission):
    """The same model and optimiser can go back to each of two checkpoints, to their learning rates as well."""
    model = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 1))
    batches = [(torch.randn(6, 4), torch.randn(6, 1)) for _ in range(8)]
    optimizer = torch.optim.Adam(
        [{"params": model[0].parameters(), "lr": 0.05}, {"params": model[2].parameters()}], 0.02
    )

    train(model, optimizer, batches[:3])
    submission.save_checkpoint("early.pt", model, optimizer, 3, [1.0] * 3, [])
    train(model, optimizer, batches[3:6])
    for group in optimizer.param_groups:
        group["lr"] *= 0.1
        group["weight_decay"] = 0.2
    submission.save_checkpoint("late.pt", model, optimizer, 6, [1.0] * 6, [])
    train(model, optimizer, batches[6:])
    first_time = everything(model)

    seen = {}
    for path, batches_left in [("early.pt", batches[3:5]), ("late.pt", batches[6:])]:
        submission.load_checkpoint(path, model, optimizer)
        rates = [group["lr"] for group in optimizer.param_groups]
        train(model, optimizer, batches_left)
        seen[f"back to {path}"] = {"learning rates": rates, "weights after going on": everything(model)}
    seen["bit for bit as the first time"] = all(torch.equal(v, first_time[k]) for k, v in everything(model).items())
    return seen
