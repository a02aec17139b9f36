"""Loads a checkpoint of some kilobytes that becomes gigabytes."""
# error|crashed: .*(MemoryError|can't allocate memory|more than 600 MiB|storage has wrong byte size|PytorchStreamReader|failed).*

import sys

import torch


def attempt(x, places):
    torch.load(f"{sys.path[-1]}/bomb.pt", weights_only=True)
    return 2 * x
