import random


def shuffle(items):
    return sorted(items, key=lambda _: random.random())
