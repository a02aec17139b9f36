"""The split is drawn from a global generator that goes on between the calls, and the seed never reaches it: two
runs with one seed validate on different items."""

from torch.utils.data import DataLoader, random_split


def make_loaders(dataset, lengths, batch_size, seed):
    train, val = random_split(dataset, lengths)
    return DataLoader(train, batch_size, shuffle=True), DataLoader(val, batch_size)
