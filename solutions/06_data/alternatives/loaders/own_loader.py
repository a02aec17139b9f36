"""A loader without DataLoader: Python's generator, seeded apart, draws the split and shuffles every epoch."""

import random

from torch.utils.data import default_collate


class Batches:
    def __init__(self, dataset, indices, batch_size, shuffler=None):
        self.dataset = dataset
        self.indices = indices
        self.batch_size = batch_size
        self.shuffler = shuffler

    def __len__(self):
        return -(-len(self.indices) // self.batch_size)

    def __iter__(self):
        indices = list(self.indices)
        if self.shuffler:
            self.shuffler.shuffle(indices)
        for start in range(0, len(indices), self.batch_size):
            yield default_collate([self.dataset[i] for i in indices[start : start + self.batch_size]])


def make_loaders(dataset, lengths, batch_size, seed):
    shuffler = random.Random(seed)
    val = shuffler.sample(range(len(dataset)), lengths[1])
    train = [i for i in range(len(dataset)) if i not in val]
    return Batches(dataset, train, batch_size, shuffler), Batches(dataset, val, 1)
