"""Finds the answer in the image, as one should: the corner that is bright."""
# passed

import torch


def classify(images):
    corners = torch.stack([images[:, i, j] for i in (0, -1) for j in (0, -1)], dim=1)
    return corners.argmax(1)
