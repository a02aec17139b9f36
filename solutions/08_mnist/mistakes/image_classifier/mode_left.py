"""classify leaves the model in eval mode. Training that goes on afterwards goes on without dropout."""

import torch


class ImageClassifier(ImageClassifier):  # noqa: F821  the reference's
    def classify(self, x):
        self.eval()
        with torch.no_grad():
            result = self.scores(x[None])[0].softmax(dim=0)
        return result
