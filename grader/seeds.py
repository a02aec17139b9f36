"""Seeds come from names, so that order, selection and parallelism change no number that a check draws."""

from __future__ import annotations

import hashlib
import random
import sys


def seed_of(base: int, name: str) -> int:
    """A seed in [0, 2**32) from the run's base seed and a name such as a check's node id."""
    digest = hashlib.sha256(f"{base}:{name}".encode()).digest()
    return int.from_bytes(digest[:4], "big")


def seed_everything(seed: int) -> None:
    """Seed the global generators of Python, NumPy and torch, as far as they are loaded."""
    random.seed(seed)
    if (numpy := sys.modules.get("numpy")) is not None:
        numpy.random.seed(seed)
    if (torch := sys.modules.get("torch")) is not None:
        torch.manual_seed(seed)
