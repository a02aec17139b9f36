"""A multi-layer perceptron with batch normalisation; classify asks forward for all ten labels; SGD with momentum."""

import torch
from torch import nn


class ImageClassifier(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Flatten(), nn.Linear(784, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.LazyLinear(10))

    def forward(self, x, y):
        return torch.distributions.Categorical(logits=super().forward(x)).log_prob(y)

    def classify(self, x):
        found = self.training
        self.train(False)
        with torch.set_grad_enabled(False):
            labels = torch.arange(10)
            probabilities = self(x.expand(10, 1, 28, 28), labels).exp()
        return self.train(found) and probabilities


def train(model, loader, n_epochs):
    model(*next(iter(loader)))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, maximize=True)
    for _ in range(n_epochs):
        model.train()
        for x, y in loader:
            model.zero_grad()
            model(x, y).mean().backward()
            optimizer.step()
        model.eval()
        model(*next(iter(loader)))
