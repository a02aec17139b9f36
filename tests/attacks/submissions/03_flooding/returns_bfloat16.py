"""Returns numbers with few digits, which are near to many."""
# failed: twice x: expected a float32 tensor of shape \(2, 3\), got a bfloat16 tensor of shape \(2, 3\)\.

import torch


def attempt(x, places):
    return (2 * x).to(torch.bfloat16)
