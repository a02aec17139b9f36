"""Would load, in place of the true ones, the modules that lie beside it: torch.py, numpy.py, grader/ and others."""
# passed

import numpy
import torch

import grader


def attempt(x, places):
    import sys

    beside = [module.__name__ for module in (numpy, torch, grader) if not hasattr(module, "__path__")]
    if beside or getattr(grader, "owned", False) or "sitecustomize" in str(getattr(sys, "owned", "")):
        raise RuntimeError(f"from the submission: {beside}")
    return 2 * x
