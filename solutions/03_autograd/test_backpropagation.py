"""Hidden checks of backpropagation."""

import torch
from torch.autograd.graph import saved_tensors_hooks

from grader import check
from grader.observe import autograd_calls, number


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


@check(points=2)
def test_precision(submission):
    """Loss and gradients have float64's precision where the network is sure and right."""
    n, d, h, k = 8, 5, 12, 4
    labels = torch.randint(k, (n,))
    # one hidden unit for each class is large where that class is right, and pays 12 into its logit
    x = torch.cat([torch.nn.functional.one_hot(labels, k), torch.rand(n, d)], dim=1).double()
    w1, w2 = 0.1 * torch.rand(k + d, h, dtype=torch.float64), 0.1 * torch.randn(h, k, dtype=torch.float64)
    w1[:k, :k] += torch.eye(k, dtype=torch.float64)
    w2[:k] += 12 * torch.eye(k, dtype=torch.float64)
    logits = torch.relu(x @ w1) @ w2
    loss = number(submission.cross_entropy(logits, labels.clone()))
    seen = by_hand(submission, (1000 * x, labels, w1 / 1000, w2))
    thousand = torch.tensor(1000 * loss, dtype=torch.float64) if isinstance(loss, float) else loss
    return {**seen, "1000 times the loss": thousand}
