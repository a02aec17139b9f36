"""Each entry is put back before the next one is drawn, so it may be drawn again."""

import torch


def shuffle(items):
    return [items[i] for i in torch.randint(len(items), (len(items),))]
