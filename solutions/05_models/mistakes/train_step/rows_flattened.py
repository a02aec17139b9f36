"""The batch is brought to two axes before the model sees it. The shape is the model's own affair: one that works on
pictures or series needs all of their axes."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        optimizer.zero_grad()
        loss = loss_fn(model(x.reshape(len(x), -1)), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return train_step
