"""classify works in the mode that it finds. In train mode dropout is on then, and two calls give two answers for the same image."""

import torch


class ImageClassifier(ImageClassifier):  # noqa: F821  the reference's
    def classify(self, x):
        with torch.no_grad():
            return self.scores(x[None])[0].softmax(dim=0)
