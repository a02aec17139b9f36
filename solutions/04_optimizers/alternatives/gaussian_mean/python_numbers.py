"""Python's own numbers throughout; only the mean becomes a tensor again."""

import math, torch


def neg_log_likelihood(samples, mu, var):
    rows, m = samples.tolist(), mu.tolist()
    return sum(
        sum((u - v) ** 2 for u, v in zip(r, m)) / (2 * var) + len(m) * 0.5 * math.log(2 * math.pi * var) for r in rows
    ) / len(rows)


def fit_mean(samples, mu, var, lr, n_steps):
    m = mu.tolist()
    rows = samples.tolist()
    losses = []
    for _ in range(n_steps):
        losses.append(neg_log_likelihood(samples, torch.tensor(m, dtype=mu.dtype), var))
        m = [v - lr * sum(v - r[j] for r in rows) / len(rows) / var for j, v in enumerate(m)]
    return torch.tensor(m, dtype=mu.dtype), losses
