"""A larger convolutional network with two kinds of dropout; the mode is put back module by module."""

import contextlib

import torch
from torch import nn


class ImageClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Sequential(
            nn.Conv2d(1, 32, 3, 1),
            nn.ReLU(inplace=True),
            nn.Conv2d(32, 64, 3, 1),
            nn.MaxPool2d(2),
            nn.Dropout2d(0.25),
            nn.Flatten(1),
            nn.Linear(9216, 128),
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(128, 10),
        )

    def forward(self, x, y):
        return self.f(x).log_softmax(dim=-1).gather(1, y[:, None])[:, 0]

    @torch.inference_mode()
    def classify(self, x):
        with self._evaluating():
            return torch.softmax(self.f(torch.as_tensor(x).unsqueeze(0)), dim=-1).squeeze(0)

    @contextlib.contextmanager
    def _evaluating(self):
        modes = {module: module.training for module in self.modules()}
        self.eval()
        try:
            yield
        finally:
            for module, mode in modes.items():
                module.training = mode


def train(model, loader, n_epochs):
    optimizer = torch.optim.Adam(model.parameters())
    for epoch in range(n_epochs):
        model.train(mode=True)
        total = 0.0
        for x, y in loader:
            log_likelihood = model(x, y)
            loss = -log_likelihood.mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += log_likelihood.sum().item()
        print(f"{epoch=} log likelihood {total}")
