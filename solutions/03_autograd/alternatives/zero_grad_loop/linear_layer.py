"""A layer holds both parameters; its gradients are cleared first thing in the epoch, to zero. Arrays come back."""

from torch import nn


def fit(x, y, a, b, lr, n_epochs):
    line = nn.Linear(1, 1).to(x)
    nn.init.constant_(line.bias, a)
    nn.init.constant_(line.weight, b)
    losses = []
    for _ in range(n_epochs):
        line.zero_grad(set_to_none=False)
        loss = nn.MSELoss()(line(x), y)
        loss.backward()
        losses.append(loss.detach().numpy().item())
        for p in line.parameters():
            p.data.add_(p.grad, alpha=-lr)
    return line.bias.detach().numpy(), line.weight.detach().numpy(), tuple(losses), line
