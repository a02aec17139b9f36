"""The probabilities carry the graph of the whole network with them, which nothing but training needs."""


class ImageClassifier(ImageClassifier):  # noqa: F821  the reference's
    def classify(self, x):
        was_training = self.training
        self.eval()
        result = self.scores(x[None])[0].softmax(dim=0)
        self.train(was_training)
        return result
