"""Layers of torch.nn hold the weights and record a graph that nobody walks; making them draws random numbers."""

import torch
from torch import nn


def _model(w1, w2):
    model = nn.Sequential(nn.Linear(*w1.shape, bias=False), nn.ReLU(), nn.Linear(*w2.shape, bias=False)).to(w1.dtype)
    model[0].weight.data, model[2].weight.data = w1.t().clone(), w2.t().clone()
    return model


def network(x, w1, w2):
    return _model(w1, w2)(x)


def cross_entropy(logits, labels):
    return nn.NLLLoss()(nn.LogSoftmax(dim=1)(logits), labels)


def gradients(x, labels, w1, w2):
    first, relu, last = _model(w1, w2)
    hidden = relu(first(x))
    p = torch.softmax(last(hidden), dim=1).detach()
    hidden = hidden.detach()
    p[range(len(x)), labels] -= 1
    p = p / len(x)
    return x.T @ (p @ w2.T * (hidden > 0).to(p.dtype)), hidden.T @ p
