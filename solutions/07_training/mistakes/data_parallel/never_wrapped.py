"""The model goes to one GPU, however many there are; the others have nothing to do."""

import torch


def parallelize(model):
    return model.to("cuda" if torch.cuda.is_available() else "cpu")
