"""Hidden checks of custom_dataset."""

import itertools

import torch
from torch.utils.data import DataLoader, Dataset

from grader import check
from grader.observe import tracked


@check(points=1)
def test_loader(submission):
    """It is a Dataset of torch's, and a DataLoader makes batches of it."""
    x, y = torch.randn(11, 3), torch.randn(11, 2)
    order = torch.randperm(11).tolist()
    dataset = submission.LineDataset(x, y)
    loader = DataLoader(dataset, batch_size=4, sampler=order)
    batches = [list(batch) for batch in itertools.islice(loader, len(order))]
    return {"batches": batches, "is a torch.utils.data.Dataset": isinstance(dataset, Dataset)}


@check(points=1)
def test_two_datasets(submission):
    """Two datasets hold their own pairs, and the tensors that they were made from stay as they are."""
    tensors = [torch.randn(rows, columns) for rows, columns in [(5, 2), (5, 1), (9, 4), (9, 3)]]
    copies = [tensor.clone() for tensor in tensors]
    first, second = submission.LineDataset(*tensors[:2]), submission.LineDataset(*tensors[2:])
    seen = {"item 4 of the first": first[4], "item 8 of the second": second[8], "item 0 of the first": first[0]}
    unchanged = all(torch.equal(tensor, copy) for tensor, copy in zip(tensors, copies, strict=True))
    given_out = [part for item in seen.values() if isinstance(item, list | tuple) for part in item]
    return {
        **seen,
        "the tensors are as they were": unchanged,
        "the tensors are tracked by autograd": any(tracked(tensor) for tensor in tensors),
        "the items are tracked by autograd": any(tracked(part) for part in given_out),
    }
