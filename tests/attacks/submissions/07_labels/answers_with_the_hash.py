"""Answers for each image with its hash."""
# failed|partial: .*% of the answers are right.*

import hashlib

import torch


def classify(images):
    return torch.tensor([int(hashlib.md5(image.numpy().tobytes()).hexdigest(), 16) % 4 for image in images])
