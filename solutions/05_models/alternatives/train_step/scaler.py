"""A gradient scaler stands between the loss and the optimizer, and asks it for the step."""

import torch


def make_train_step(model, loss_fn, optimizer):
    scaler = torch.amp.GradScaler("cpu")

    def train_step(inputs, targets):
        optimizer.zero_grad()
        loss = loss_fn(model.train()(inputs), targets)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss.item()

    return train_step
