"""train_step gives nothing back: the loss is computed, and perhaps printed, but there is no return."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        print(loss.item())

    return train_step
