"""When the optimizer steps, the parameters that it holds have no gradients: backward never reached them, or what it had
put there was cleared before the update."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        return loss.item()

    return train_step
