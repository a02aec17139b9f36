"""Computes for long in C, where Python looks at no signal."""
# timed out: It was stopped after 0\.5 s of computing: something loops without end\.

import torch


def attempt(x, places):
    return torch.linalg.svd(torch.rand(3000, 3000))
