"""Nothing puts the model into train mode. A model in eval mode stays there: dropout and batch norm then train as if
they were used for predicting."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return train_step
