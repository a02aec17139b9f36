"""The gradients are never cleared. backward adds to what is there, so each update also follows the gradients of all
calls before it."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return train_step
