"""The optimizer steps twice in one call, the second time along gradients that belong to parameters which are gone by
then."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.step()
        return loss.item()

    return train_step
