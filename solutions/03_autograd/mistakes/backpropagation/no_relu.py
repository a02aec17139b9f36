"""relu is missing between the two layers. Two matrix products in a row are only one matrix product."""


def network(x, w1, w2):
    return x @ w1 @ w2
