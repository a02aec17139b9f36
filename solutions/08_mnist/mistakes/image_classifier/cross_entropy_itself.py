"""forward gives the cross entropy. That is the negative of the log likelihood: the better the label, the smaller it is."""

import torch
from torch.nn.functional import cross_entropy


class ImageClassifier(ImageClassifier):  # noqa: F821  the reference's
    def forward(self, x, y):
        return cross_entropy(self.scores(x), y, reduction="none")


def train(model, loader, n_epochs):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    model.train()
    for _ in range(n_epochs):
        for x, y in loader:
            optimizer.zero_grad()
            model(x, y).mean().backward()
            optimizer.step()
