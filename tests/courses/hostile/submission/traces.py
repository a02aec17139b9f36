"""Leaves whatever it can, when it is loaded and when it is called."""

import os
from pathlib import Path

import torch

visits = 0


def leave():
    global visits
    visits += 1
    torch.relu = lambda x: x
    Path("deeper").mkdir()
    os.chdir("deeper")
    Path("trace").write_text("I was here")
    change_modes()


def change_modes():
    torch.set_grad_enabled(False)
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(3)
    torch.manual_seed(visits)


change_modes()
os.chdir("/")
