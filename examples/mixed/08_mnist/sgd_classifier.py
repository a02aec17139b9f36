import torch
import torch.nn.functional as F


def train_step(w1, w2, x, labels, lr):
    logits = torch.relu(x @ w1) @ w2
    loss = F.cross_entropy(logits, labels)
    gradients = torch.autograd.grad(loss, [w1, w2])
    with torch.no_grad():
        for w, g in zip([w1, w2], gradients):
            w.sub_(g, alpha=lr)
    return loss.item()


def train(images, labels, w1, w2, n_steps, batch_size, lr, seed):
    generator = torch.Generator().manual_seed(seed)
    losses = []
    step = 0
    while step < n_steps:
        batch = torch.randint(len(images), (batch_size,), generator=generator)
        losses.append(train_step(w1, w2, images[batch], labels[batch], lr))
    return losses
