"""The network ends in a softmax, and the log likelihood takes another: no probability gets above 0.232, however long it is trained."""

from torch import nn


class ImageClassifier(ImageClassifier):  # noqa: F821  the reference's
    def __init__(self):
        super().__init__()
        self.scores.append(nn.Softmax(dim=1))
