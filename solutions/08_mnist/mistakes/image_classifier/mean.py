"""forward gives the mean over the batch, one number for all images, where each image has a log likelihood of its own."""

from torch.nn.functional import cross_entropy


class ImageClassifier(ImageClassifier):  # noqa: F821  the reference's
    def forward(self, x, y):
        return -cross_entropy(self.scores(x), y)
