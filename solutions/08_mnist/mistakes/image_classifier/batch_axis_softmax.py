"""The softmax is taken along the batch axis. There is one image on it, so every label gets probability 1."""

import torch


class ImageClassifier(ImageClassifier):  # noqa: F821  the reference's
    def classify(self, x):
        was_training = self.training
        self.eval()
        with torch.no_grad():
            result = self.scores(x[None]).softmax(dim=0)[0]
        self.train(was_training)
        return result
