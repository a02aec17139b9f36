"""The model is put into train mode once, when the train step is made. After the first validation it is in eval mode,
and all later calls train it there."""


def make_train_step(model, loss_fn, optimizer):
    model.train()

    def train_step(x, y):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return train_step
