"""classify takes the softmax of what is a softmax already, so that all labels come out nearly alike."""

import torch


class ImageClassifier(ImageClassifier):  # noqa: F821  the reference's
    def classify(self, x):
        was_training = self.training
        self.eval()
        with torch.no_grad():
            result = self.scores(x[None])[0].softmax(dim=0).softmax(dim=0)
        self.train(was_training)
        return result
