"""Looks at what lies in memory behind a tensor that it was given: the rest of the table that it was cut from."""
# passed

import torch


class Stolen(Exception):
    pass


def attempt(x, places):
    behind = torch.empty(0).set_(x.untyped_storage())
    if behind.numel() > x.numel():
        given = set(x.flatten().tolist())
        rest = [value for value in behind.tolist() if value not in given and value != 0]
        if rest:
            raise Stolen(rest)
    return 2 * x
