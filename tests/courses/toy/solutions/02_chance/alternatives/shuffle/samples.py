import random


def shuffle(items):
    return random.sample(items, len(items))
