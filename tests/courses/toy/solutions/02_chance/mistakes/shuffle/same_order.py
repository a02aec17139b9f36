"""Nothing is left to chance: the entries keep their order."""


def shuffle(items):
    return list(items)
