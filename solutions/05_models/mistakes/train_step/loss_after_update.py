"""The loss is computed anew after the update. It belongs to other parameters than the gradients of this call."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        optimizer.zero_grad()
        loss_fn(model(x), y).backward()
        optimizer.step()
        return loss_fn(model(x), y).item()

    return train_step
