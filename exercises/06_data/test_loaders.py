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
    """The features and the targets of all batches of one epoch, as lists."""
    batches = [batch for batch in itertools.islice(loader, 1000) if isinstance(batch, list | tuple) and len(batch) == 2]
    return [features for features, _ in batches], [targets for _, targets in batches]


def order(loader):
    """The numbers of the items in the order in which one epoch gives them out."""
    return [int(i) for features in epoch(loader)[0] for i in features.reshape(-1, 3)[:, 0]]


def unchanged(dataset, loader):
    """Whether each pair that a loader gives out is one of the dataset's pairs."""
    features, targets = epoch(loader)
    if not features:
        return False
    features, targets = torch.cat(features).reshape(-1, 3), torch.cat(targets).reshape(-1, 1)
    rows = features[:, 0].long()
    return torch.equal(features, dataset.tensors[0][rows]) and torch.equal(targets, dataset.tensors[1][rows])


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
    tasks = [
        (make_dataset(n), lengths, size)
        for n, lengths, size in [(45, (31, 14), 4), (23, [17, 6], 5), (30, [10, 20], 16)]
    ]
    seen = {}
    for seed, (dataset, lengths, batch_size) in enumerate(tasks):
        train_loader, val_loader = submission.make_loaders(dataset, lengths, batch_size, seed)
        for name in ("first epoch", "second epoch"):
            train, val = order(train_loader), order(val_loader)
            seen[f"{len(dataset)} items, batches of {batch_size}, {name}"] = {
                "training items": len(train),
                "validation items": len(val),
                "some item is in both parts": not set(train).isdisjoint(val),
                "some item is in neither part": set(train) | set(val) != set(range(len(dataset))),
                "some item comes twice": len(set(train)) < len(train) or len(set(val)) < len(val),
                "sizes of the training batches": [len(features) for features in epoch(train_loader)[0]],
                "the pairs are the dataset's": unchanged(dataset, train_loader) and unchanged(dataset, val_loader),
            }
    return seen


@check(points=2)
def test_orders(submission):
    """Training comes in a new order every epoch, validation always in the same one."""
    seen = {}
    for n, lengths, batch_size in [(40, [24, 16], 8), (33, [15, 18], 4)]:
        train_loader, val_loader = submission.make_loaders(make_dataset(n), lengths, batch_size, 3 * n)
        train, val = [], []
        for _ in range(4):
            train.append(tuple(order(train_loader)))
            val.append(tuple(order(val_loader)))
        seen[f"{n} items"] = {
            "orders of training in 4 epochs": len(set(train)),
            "orders of validation in 4 epochs": len(set(val)),
        }
    return seen


@check(points=2)
def test_seed(submission):
    """The seed alone decides which items are in which part, and the split is random."""
    dataset, seeds, repetitions = make_dataset(26), [0, 1, 2, 17, 4321], 3
    parts = {}
    for seed in seeds * repetitions:
        val = order(submission.make_loaders(dataset, [16, 10], 7, seed)[1])
        parts.setdefault(seed, []).append(tuple(sorted(val)))
        draw_numbers()
    many = [order(submission.make_loaders(dataset, [16, 10], 7, seed)[1]) for seed in range(100, 180)]
    counts = torch.bincount(torch.tensor([i for val in many for i in val], dtype=torch.int64), minlength=26)
    neighbours = sum((i + 1) % 26 in val for val in many for i in val) / max(1, sum(len(val) for val in many))
    return {
        "splits made with one seed, drawing between them": [len(set(made)) for made in parts.values()],
        "splits made with five seeds": len({made[0] for made in parts.values()}),
        "some item is never in the validation part": bool((counts == 0).any()),
        "some item is always in the validation part": bool((counts == len(many)).any()),
        "neighbours stay together": neighbours > 0.6,
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
