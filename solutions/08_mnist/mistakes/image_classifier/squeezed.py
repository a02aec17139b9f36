"""forward squeezes its result. Where the batch holds a single image, the batch axis goes too, and a bare number is left."""

from torch.nn.functional import cross_entropy


class ImageClassifier(ImageClassifier):  # noqa: F821  the reference's
    def forward(self, x, y):
        return -cross_entropy(self.scores(x), y, reduction="none").squeeze()
