"""Visible checks of loaders."""

import itertools
import random

import numpy as np
import torch
from torch.utils.data import TensorDataset

from grader import check


def make_dataset(n):
    """n pairs of features (3 columns) and a target; the first feature of item i is i."""
    features = torch.cat([torch.arange(n).float().unsqueeze(1), torch.randn(n, 2)], dim=1)
    return TensorDataset(features, torch.randn(n, 1))


def epoch(loader):
    """The pairs of features and targets that one epoch gives out, batch by batch."""
    batches = itertools.islice(loader, 1000)
    return [batch for batch in batches if is_pair_of_tensors(batch)]


def is_pair_of_tensors(batch):
    """Whether a batch is made of features and targets."""
    return isinstance(batch, list | tuple) and [isinstance(part, torch.Tensor) for part in batch] == [True, True]


def order(batches):
    """The numbers of the items in the order in which an epoch gave them out."""
    return [int(i) for features, _ in batches for i in features.reshape(-1, 3)[:, 0]]


def orders(epochs):
    """In how many different orders these epochs gave out their items."""
    found = [tuple(order(batches)) for batches in epochs]
    return len(set(found)) if all(found) else "an epoch without items"


def some_batch_lasts(epochs, batch_size):
    """Whether the same batch_size items are together in every epoch."""
    return bool(set.intersection(*({frozenset(order([b])) for b in e if len(b[0]) == batch_size} for e in epochs)))


def closeness(parts, n):
    """How often items at one distance are in the same part together: the largest share over all distances."""
    sizes = sum(len(part) for part in parts)
    together = [sum((i + distance) % n in part for part in parts for i in part) for distance in range(1, n)]
    return max(together) / max(sizes, 1)


def unchanged(dataset, batches):
    """Whether each pair that an epoch gave out is one of the dataset's pairs."""
    all_features, all_targets = dataset.tensors
    return all(
        torch.equal(features.reshape(-1, 3), all_features[features.reshape(-1, 3)[:, 0].long()])
        and torch.equal(targets.reshape(-1, 1), all_targets[features.reshape(-1, 3)[:, 0].long()])
        for features, targets in batches
    )


def draw_numbers():
    """Draw from all of the global generators."""
    return torch.rand(3), np.random.rand(2), random.random()


def states():
    """The states of the global generators, as plain data."""
    _, words, *rest = np.random.get_state()
    return {
        "torch's generator": torch.get_rng_state().tolist(),
        "NumPy's generator": [words.tolist(), *rest],
        "Python's generator": random.getstate(),
    }


def became(before, after):
    """What became of a generator in calls of which the first and the last are the same."""
    if before == after:
        return "as it was"
    return "set to a state of the call's own" if after[0] == after[-1] else "moved on"


@check(points=3)
def test_every_item_once(submission):
    """In every epoch each item comes once, in the part that it belongs to, and training comes in full batches."""
    tasks = [(make_dataset(45), (31, 14), 4), (make_dataset(30), [10, 20], 12)]
    seen = {}
    for seed, (dataset, lengths, batch_size) in enumerate(tasks):
        train_loader, val_loader, *_ = submission.make_loaders(dataset, lengths, batch_size, seed)
        for name in ("first epoch", "second epoch"):
            train_batches, val_batches = epoch(train_loader), epoch(val_loader)
            train, val = order(train_batches), order(val_batches)
            seen[f"{len(dataset)} items, batches of {batch_size}, {name}"] = {
                "training items": len(train),
                "validation items": len(val),
                "some item is in both parts": not set(train).isdisjoint(val),
                "some item is in neither part": set(train) | set(val) != set(range(len(dataset))),
                "some item comes twice": len(set(train)) < len(train) or len(set(val)) < len(val),
                "sizes of the training batches": [len(features) for features, _ in train_batches],
                "the pairs are the dataset's": unchanged(dataset, train_batches + val_batches),
            }
    return seen


@check(points=2)
def test_orders(submission):
    """Training comes in a new order every epoch, validation always in the same one."""
    tasks = [(make_dataset(40), [24, 16], 8), (make_dataset(33), [15, 18], 4)]
    seen = {}
    for dataset, lengths, batch_size in tasks:
        train_loader, val_loader, *_ = submission.make_loaders(dataset, lengths, batch_size, len(dataset))
        train, val = [], []
        for _ in range(4):
            train.append(epoch(train_loader))
            val.append(epoch(val_loader))
        seen[f"{len(dataset)} items"] = {
            "orders of training in 4 epochs": orders(train),
            "some batch holds the same items in every epoch": some_batch_lasts(train, batch_size),
            "orders of validation in 4 epochs": orders(val),
        }
    return seen


@check(points=2)
def test_seed(submission):
    """The seed alone decides which items are in which part, and the split is random."""
    dataset, large, seeds, repetitions = make_dataset(26), make_dataset(60), [0, 1, 2, 17, 4321], 3
    parts = {}
    for seed in seeds * repetitions:
        _, val_loader, *_ = submission.make_loaders(dataset, [16, 10], 7, seed)
        parts.setdefault(seed, []).append(tuple(sorted(order(epoch(val_loader)))))
        draw_numbers()
    loaders = [submission.make_loaders(large, [30, 30], 30, seed) for seed in range(100, 125)]
    many = [set(order(epoch(val_loader))) for _, val_loader, *_ in loaders]
    return {
        "splits made with one seed, drawing between them": [len(set(made)) for made in parts.values()],
        "splits made with five seeds": len({made[0] for made in parts.values()}),
        "some item is never in the validation part": set().union(*many) != set(range(60)),
        "some item is always in the validation part": bool(set(range(60)).intersection(*many)),
        # about 0.5 where splits are random, and nearly 1 where a part is every item, or every third, of some range
        "items stay together because of their places": closeness(many, 60) > 0.8,
    }


@check(points=1)
def test_global_generators(submission):
    """The call leaves the generators of torch, NumPy and Python as they were."""
    dataset = make_dataset(20)
    before, after = [], []
    for seed, lengths in [(5, [13, 7]), (11, [4, 16]), (5, [13, 7])]:
        draw_numbers()
        before.append(states())
        submission.make_loaders(dataset, lengths, 6, seed)
        after.append(states())
    return {name: became([b[name] for b in before], [a[name] for a in after]) for name in states()}
