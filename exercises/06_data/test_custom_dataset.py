"""Visible checks of custom_dataset."""

import torch

from grader import check


def draw_pairs(n, k, m, dtype=torch.float32):
    """n rows of k features and m targets."""
    return torch.randn(n, k, dtype=dtype), torch.randn(n, m, dtype=dtype)


def draw_size():
    """A number of rows that is no number of columns here."""
    return int(torch.randint(8, 40, ()))


def item_or_error(dataset, i):
    """Item i, or in one word which error came in its place."""
    try:
        item = dataset[i]
    except NotImplementedError:
        raise
    except Exception as error:
        return "IndexError" if isinstance(error, IndexError) else f"another error, {type(error).__name__}"
    return [item] if isinstance(item, str) else item


def taken_or_error(submission, x, y):
    """What comes of making a dataset of x and y; its length, where there should be no dataset."""
    try:
        length = len(submission.LineDataset(x, y))
    except NotImplementedError:
        raise
    except Exception as error:
        return "ValueError" if isinstance(error, ValueError) else f"another error, {type(error).__name__}"
    return "taken" if len(x) == len(y) else length


@check(points=3)
def test_items(submission):
    """dataset[i] is the pair of row i of x and row i of y, in whatever order the items are asked for."""
    tasks = [draw_pairs(draw_size(), 1, 1), draw_pairs(draw_size(), 3, 2), draw_pairs(draw_size(), 2, 5, torch.float64)]
    orders = [torch.cat([torch.randperm(len(x)), torch.tensor([0, len(x) - 1])]).tolist() for x, _ in tasks]
    seen = []
    for (x, y), order in zip(tasks, orders, strict=True):
        dataset = submission.LineDataset(x, y)
        seen.append({f"item {i}": dataset[i] for i in order})
    return seen


@check(points=2)
def test_length(submission):
    """len(dataset) is the number of pairs."""
    tasks = [draw_pairs(n, k, m) for n, k, m in [(draw_size(), 3, 2), (draw_size(), 1, 1), (1, 4, 3), (2, 5, 1)]]
    return [len(submission.LineDataset(x, y)) for x, y in tasks]


@check(points=2)
def test_past_the_end(submission):
    """From n on there are no items, but an IndexError: a loop over the items ends there."""
    n = draw_size()
    x, y = draw_pairs(n, 2, 3)
    dataset = submission.LineDataset(x, y)
    seen = {"the last item is there": not isinstance(item_or_error(dataset, n - 1), str)}
    numbers = {"the one after it": n, "the next": n + 1, "one far away": 5 * n}
    return {**seen, **{name: item_or_error(dataset, i) for name, i in numbers.items()}}


@check(points=1)
def test_lengths_differ(submission):
    """Tensors with different numbers of rows are refused with a ValueError, those with equally many are not."""
    n = draw_size()
    rows = {"equally many": (n, n), "one more in x": (n + 1, n), "one more in y": (n, n + 1), "one row in y": (n, 1)}
    tasks = {name: (torch.randn(rows_x, 2), torch.randn(rows_y, 3)) for name, (rows_x, rows_y) in rows.items()}
    return {name: taken_or_error(submission, x, y) for name, (x, y) in tasks.items()}
