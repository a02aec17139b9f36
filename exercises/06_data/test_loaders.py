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
    return [batch for batch in batches if isinstance(batch, list | tuple) and len(batch) == 2]


def order(batches):
    """The numbers of the items in the order in which an epoch gave them out."""
    return [int(i) for features, _ in batches for i in features.reshape(-1, 3)[:, 0]]


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
    """The states of the global generators of torch, NumPy and Python, as plain data."""
    _, words, *rest = np.random.get_state()
    return torch.get_rng_state().tolist(), [words.tolist(), *rest], random.getstate()


@check(points=3)
def test_every_item_once(submission):
    """In every epoch each item comes once, in the part that it belongs to, and training comes in full batches."""
    tasks = [(make_dataset(45), (31, 14), 4), (make_dataset(30), [10, 20], 12)]
    seen = {}
    for seed, (dataset, lengths, batch_size) in enumerate(tasks):
        train_loader, val_loader = submission.make_loaders(dataset, lengths, batch_size, seed)
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
        train_loader, val_loader = submission.make_loaders(dataset, lengths, batch_size, len(dataset))
        train, val = [], []
        for _ in range(4):
            train.append(tuple(order(epoch(train_loader))))
            val.append(tuple(order(epoch(val_loader))))
        seen[f"{len(dataset)} items"] = {
            "orders of training in 4 epochs": len(set(train)),
            "orders of validation in 4 epochs": len(set(val)),
        }
    return seen


@check(points=2)
def test_seed(submission):
    """The seed alone decides which items are in which part, and the split is random."""
    dataset, small, seeds, repetitions = make_dataset(26), make_dataset(12), [0, 1, 2, 17, 4321], 3
    parts = {}
    for seed in seeds * repetitions:
        val = order(epoch(submission.make_loaders(dataset, [16, 10], 7, seed)[1]))
        parts.setdefault(seed, []).append(tuple(sorted(val)))
        draw_numbers()
    many = [order(epoch(submission.make_loaders(small, [6, 6], 6, seed)[1])) for seed in range(100, 125)]
    together = [(i + 1) % 12 in val for val in many for i in val]
    return {
        "splits made with one seed, drawing between them": [len(set(made)) for made in parts.values()],
        "splits made with five seeds": len({made[0] for made in parts.values()}),
        "some item is never in the validation part": set().union(*many) != set(range(12)),
        "some item is always in the validation part": bool(set(range(12)).intersection(*many)),
        "neighbours stay together": sum(together) > 0.65 * len(together),
    }


@check(points=1)
def test_global_generators(submission):
    """The call leaves the generators of torch, NumPy and Python as they were."""
    dataset = make_dataset(20)
    draw_numbers()
    before = states()
    for seed, lengths in [(5, [13, 7]), (11, [4, 16])]:
        submission.make_loaders(dataset, lengths, 6, seed)
    names = ("torch's is as it was", "NumPy's is as it was", "Python's is as it was")
    return {name: one == other for name, one, other in zip(names, before, states(), strict=True)}
