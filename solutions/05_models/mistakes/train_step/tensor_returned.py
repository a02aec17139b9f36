"""The loss comes back as a tensor. It still carries its graph, and a list of such losses keeps every graph of the
training in memory."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return train_step
