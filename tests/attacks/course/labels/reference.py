"""Classes of images."""

import torch


def classify(images):
    """The brightest corner of each image."""
    corners = torch.stack([images[:, i, j] for i in (0, -1) for j in (0, -1)], dim=1)
    return corners.argmax(1)
