"""The loss is multiplied by the number of rows of the batch. The loss function has already decided how the rows are
put together, and what comes back is its value."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item() * len(x)

    return train_step
