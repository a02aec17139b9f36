"""An image classifier as a probability model

A network gives ten scores for an image; their softmax is the distribution of its label. Training raises the log
likelihood of the labels that were seen, and classifying reads the distribution off for one image.
"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy


class ImageClassifier(nn.Module):
    """A model of the label of an image, of any architecture; built without arguments.

    Images are float32 [1, 28, 28] with values in [0, 1], labels are int64 from 0 to 9.
    """

    def __init__(self) -> None:
        super().__init__()
        self.scores = nn.Sequential(
            nn.Conv2d(1, 16, kernel_size=5, stride=2),  # [B, 16, 12, 12]
            nn.ReLU(),
            nn.Conv2d(16, 32, kernel_size=5, stride=2),  # [B, 32, 4, 4]
            nn.ReLU(),
            nn.Flatten(),
            nn.Dropout(0.25),
            nn.Linear(512, 10),
        )

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        """The log likelihood of each label: [B] for images x [B, 1, 28, 28] and labels y [B].

        That is the (natural) logarithm of the probability that the model gives to y[i] for x[i]; the probabilities of
        the ten labels of an image add up to 1. B may be 1 in eval mode.
        """
        return -cross_entropy(self.scores(x), y, reduction="none")

    def classify(self, x: Tensor) -> Tensor:
        """The probabilities [10] of the ten labels of one image x [1, 28, 28].

        These are the probabilities whose logarithms `forward` gives. They are computed in eval mode, whatever mode the
        model is found in, and without a graph; the model is in the mode that it was found in afterwards.
        """
        was_training = self.training
        self.eval()
        with torch.no_grad():
            probabilities = self.scores(x[None])[0].softmax(dim=0)
        self.train(was_training)
        return probabilities


def train(model: ImageClassifier, loader: Iterable[tuple[Tensor, Tensor]], n_epochs: int) -> None:
    """Train an ImageClassifier in place: n_epochs times through the loader, raising the log likelihood of its labels.

    The loader gives batches (x, y), x [B, 1, 28, 28] and y [B], never with B = 1. The model is in train mode while it
    learns, whatever mode it is found in, and gradients are cleared between updates. The optimiser, its settings and the
    mode afterwards are free.

    A check gives a new model 1,280 digits in shuffled batches of 32, for 3 epochs. For digits that it has not seen, the
    mean log likelihood is at least -1.2 then, and the likeliest label is the right one for at least 70 %.
    """
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    model.train()
    for _ in range(n_epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = -model(x, y).mean()  # optimisers go downhill, the likelihood has to go up
            loss.backward()
            optimizer.step()
