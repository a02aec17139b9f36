import torch


def classify(points):
    return torch.tensor([int(first > second) for first, second in points.tolist()])
