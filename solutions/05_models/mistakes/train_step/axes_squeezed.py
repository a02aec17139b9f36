"""Axes of length 1 are taken out of the prediction before the loss is computed. The loss gets another shape than the
model gave, and puts it beside the target in another way."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        optimizer.zero_grad()
        loss = loss_fn(model(x).squeeze(), y.squeeze())
        loss.backward()
        optimizer.step()
        return loss.item()

    return train_step
