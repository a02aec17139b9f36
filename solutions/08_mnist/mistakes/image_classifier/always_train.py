"""classify puts the model into train mode at its end, also one that was in eval mode before."""

import torch


class ImageClassifier(ImageClassifier):  # noqa: F821  the reference's
    def classify(self, x):
        self.eval()
        with torch.no_grad():
            result = self.scores(x[None])[0].softmax(dim=0)
        self.train()
        return result
