"""The gradients are cleared when the train step is made, but not between its calls: each update also follows the
gradients of all calls before it."""


def make_train_step(model, loss_fn, optimizer):
    optimizer.zero_grad()

    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return train_step
