"""The transform of torch.func gives gradients and loss together; no leaf, no `.grad`, nothing to clear."""

import torch


def fit(x, y, a, b, lr, n_epochs):
    def mse(parameters):
        return (parameters[0] + parameters[1] * x - y).square().mean()

    parameters = (torch.as_tensor(a).to(x), torch.as_tensor(b).to(x))
    losses = []
    for _ in range(n_epochs):
        gradients, loss = torch.func.grad_and_value(mse)(parameters)
        losses.append(loss.item())
        parameters = tuple(p - lr * g for p, g in zip(parameters, gradients, strict=True))
    return *parameters, losses
