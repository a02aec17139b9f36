"""Visible checks of backpropagation."""

import torch
import torch.nn.functional as F
from torch.autograd.graph import saved_tensors_hooks

from grader import check
from grader.judges import gradient_matches
from grader.observe import autograd_calls, finite_differences, number


def draw_task(n=None, dtype=torch.float64):
    """x, labels, w1 and w2: sizes that differ from one another, and no hidden unit close to the corner of relu."""
    sizes = (torch.randperm(6)[:4] + 2).tolist()
    n, d, h, k = (n or sizes[0], *sizes[1:])
    x, w1 = torch.randn(n, d, dtype=dtype), torch.randn(d, h, dtype=dtype)
    while (x @ w1).abs().min() < 1e-3:
        w1 = torch.randn(d, h, dtype=dtype)
    return x, torch.randint(k, (n,)), w1, torch.randn(h, k, dtype=dtype)


def double(value):
    """A float64 tensor of the one number that a value holds; anything else as it is."""
    value = number(value)
    return torch.tensor(value, dtype=torch.float64) if isinstance(value, float) else value


def unchanged(names, tasks, copies):
    """For each argument, by name, whether it is equal to its copy in all of the tasks."""
    return {
        name: all(torch.equal(one, another) for one, another in zip(now, before, strict=True))
        for name, now, before in zip(names, zip(*tasks, strict=True), zip(*copies, strict=True), strict=True)
    }


def by_hand(submission, task):
    """Both gradients of a task, and whether autograd had a part in them."""
    copies = [tensor.clone() for tensor in task]
    with autograd_calls() as calls:
        returned = submission.gradients(*task)
    walks = []
    if not calls:  # whoever walks a graph past these calls needs what it has saved
        with saved_tensors_hooks(lambda saved: saved, lambda saved: (saved, walks.append(saved))[0]):
            submission.gradients(*copies)
    pair = isinstance(returned, tuple | list) and len(returned) >= 2
    dw1, dw2 = returned[:2] if pair else (returned, returned)
    return {"dw1": dw1, "dw2": dw2, "by automatic differentiation": bool(calls), "by the nodes of a graph": bool(walks)}


@check(points=1)
def test_network(submission):
    """network() computes relu(x w1) w2, and leaves x, w1 and w2 as they are."""
    tasks = [draw_task(dtype=dtype) for dtype in (torch.float64, torch.float32, torch.float64)]
    tasks.append(draw_task(n=1))
    tasks = [(x, w1, w2) for x, _, w1, w2 in tasks]
    copies = [[t.clone() for t in task] for task in tasks]
    logits = [submission.network(*task) for task in tasks]
    return {"logits": logits, "as it was": unchanged(["x", "w1", "w2"], tasks, copies)}


@check(points=2)
def test_cross_entropy(submission):
    """cross_entropy() is the mean of -log(p) over the samples, and leaves the logits as they are."""
    tasks = [(2 * torch.randn(n, k, dtype=torch.float64), torch.randint(k, (n,))) for n, k in [(1, 3), (5, 4), (7, 10)]]
    single = (2 * torch.randn(6, 5), torch.randint(5, (6,)))
    copies = [(logits.clone(), labels.clone()) for logits, labels in tasks]
    losses = [double(submission.cross_entropy(logits, labels)) for logits, labels in tasks]
    return {
        "losses": losses,
        "of float32 logits": number(submission.cross_entropy(*single)),
        "as it was": unchanged(["logits", "labels"], tasks, copies),
    }


@check(points=1)
def test_large_logits(submission):
    """cross_entropy() is right for logits of 1000 and -1000, in one batch or one by one."""
    k = int(torch.randint(3, 8, ()))
    around = torch.randn(4, k, dtype=torch.float64)
    labels = torch.randint(k, (4,))
    around[0] += 1000
    around[1] -= 1000
    around[2] -= 1000
    around[2, labels[2]] += 2000  # sure, and right
    around[3] -= 1000
    around[3, (labels[3] + 1) % k] += 2000  # sure, and wrong
    order = torch.randperm(4)
    logits, labels = around[order], labels[order]
    return {
        "all of one batch": double(submission.cross_entropy(logits.clone(), labels)),
        "each sample": [
            double(submission.cross_entropy(logits[i : i + 1].clone(), labels[i : i + 1])) for i in range(4)
        ],
    }


def loss(x, labels, w1, w2):
    """The loss by torch's own functions."""
    return F.cross_entropy(F.relu(x @ w1) @ w2, labels)


@check(points=2, judge=gradient_matches(rtol=1e-6, atol=1e-8))
def test_gradients(submission):
    """gradients() gives the slopes of the loss in every entry of both weights, and leaves its arguments as they are."""
    tasks = [draw_task(), draw_task(n=1), draw_task()]
    x, _, w1, w2 = tasks[-1]
    tasks[-1] = (x, torch.randint(w2.shape[1] - 1, (len(x),)), w1, w2)  # nobody is in the last class
    differences = [
        {
            "dw1": finite_differences(lambda w, task=task: loss(*task[:2], w, task[3]), task[2]),
            "dw2": finite_differences(lambda w, task=task: loss(*task[:3], w), task[3]),
        }
        for task in tasks
    ]
    copies = [[t.clone() for t in task] for task in tasks]
    seen = [by_hand(submission, task) for task in tasks]
    return {
        "gradient": [{name: found[name] for name in ("dw1", "dw2")} for found in seen],
        "differences": differences,
        "by automatic differentiation": [found["by automatic differentiation"] for found in seen],
        "by the nodes of a graph": [found["by the nodes of a graph"] for found in seen],
        "as it was": unchanged(["x", "labels", "w1", "w2"], tasks, copies),
    }


@check(points=1)
def test_corner(submission):
    """Where a hidden unit gets exactly 0, relu's slope counts as 0."""
    n, d, h, k = 5, 4, 7, 3
    x, w1 = torch.randint(-1, 2, (n, d)).double(), torch.randint(-1, 2, (d, h)).double()
    x[:, -1] = 1 - 2 * torch.randint(2, (n,))
    # small integers, which add up exactly in any order: unit j gets 0 from sample j % n
    rows = torch.arange(h) % n
    w1[-1] = -(x[rows, :-1] * w1[:-1].T).sum(dim=1) * x[rows, -1]
    return by_hand(submission, (x, torch.randint(k, (n,)), w1, 0.3 * torch.randn(h, k, dtype=torch.float64)))


@check(points=1)
def test_float32(submission):
    """For float32 weights the gradients are float32."""
    tasks = [draw_task(dtype=torch.float32) for _ in range(2)]
    return [by_hand(submission, task) for task in tasks]
