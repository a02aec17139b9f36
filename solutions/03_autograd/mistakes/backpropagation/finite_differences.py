"""The slopes are measured by small steps in both directions instead of worked out. At relu's corner the two sides
differ, and such a slope is that of neither; it also takes two passes for each weight."""

import torch


def gradients(x, labels, w1, w2):
    dtype = w1.dtype
    x, w1, w2 = (tensor.to(torch.float64, copy=True) for tensor in (x, w1, w2))

    def slopes(w):
        found = torch.empty_like(w)
        for index in range(w.numel()):
            values = []
            for eps in (1e-6, -1e-6):
                w.view(-1)[index] += eps
                values.append(float(cross_entropy(network(x, w1, w2), labels)))  # noqa: F821
                w.view(-1)[index] -= eps
            found.view(-1)[index] = (values[0] - values[1]) / 2e-6
        return found

    return slopes(w1).to(dtype), slopes(w2).to(dtype)
