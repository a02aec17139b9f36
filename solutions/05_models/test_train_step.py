"""Hidden checks of train_step."""

import torch
from torch import nn

from grader import check


def draw_model():
    """A model with three inputs and one output."""
    return nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))


def parameters_of(model):
    """The values that the parameters have now, by name."""
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def called(train_step, *batch):
    """What a train step returns; where there is no train step, what came back in its place."""
    return train_step(*batch) if callable(train_step) else train_step


@check(points=1)
def test_other_optimizers(submission):
    """The update is the optimizer's: with what it remembers, and with the parameters and rates that it holds."""
    models = {name: draw_model() for name in ("momentum", "Adam", "two groups", "the last layer only")}
    optimizers = {
        "momentum": torch.optim.SGD(models["momentum"].parameters(), lr=0.05, momentum=0.9),
        "Adam": torch.optim.Adam(models["Adam"].parameters(), lr=0.02),
        "two groups": torch.optim.AdamW(
            [
                {"params": models["two groups"][0].parameters(), "lr": 0.1},
                {"params": models["two groups"][2].parameters()},
            ],
            lr=0.01,
            weight_decay=0.3,
        ),
        "the last layer only": torch.optim.SGD(models["the last layer only"][2].parameters(), lr=0.1),
    }
    batches = [(torch.randn(n, 3), torch.randn(n, 1)) for n in (6, 4, 9, 6)]
    for name, model in models.items():
        train_step = submission.make_train_step(model, nn.MSELoss(), optimizers[name])
        for batch in batches:
            model.zero_grad()  # whether gradients are carried over is another check's affair
            called(train_step, *batch)
            for group in optimizers[name].param_groups:
                group["lr"] *= 0.7  # as a scheduler does
    return {name: parameters_of(model) for name, model in models.items()}


@check(points=1)
def test_two_models(submission):
    """Two models are trained in turn, each by a train step of its own."""
    models = [draw_model(), draw_model()]
    losses = [nn.MSELoss(), nn.L1Loss()]
    batches = [(torch.randn(n, 3), torch.randn(n, 1)) for n in (5, 8, 3)]
    steps = [
        submission.make_train_step(model, loss_fn, torch.optim.SGD(model.parameters(), lr=0.1))
        for model, loss_fn in zip(models, losses, strict=True)
    ]
    for batch in batches:
        for model, train_step in zip(models, steps, strict=True):
            model.zero_grad()
            called(train_step, *batch)
    return {"first model": parameters_of(models[0]), "second model": parameters_of(models[1])}
