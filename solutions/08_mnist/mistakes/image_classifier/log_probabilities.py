"""classify gives the logarithms of the probabilities: they are negative, and do not add up to 1."""

import torch


class ImageClassifier(ImageClassifier):  # noqa: F821  the reference's
    def classify(self, x):
        was_training = self.training
        self.eval()
        with torch.no_grad():
            result = self.scores(x[None])[0].log_softmax(dim=0)
        self.train(was_training)
        return result
