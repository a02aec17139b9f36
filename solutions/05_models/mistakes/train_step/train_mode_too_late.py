"""The model is put into train mode after it has predicted, so that the first call after each validation still
predicts in eval mode."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        model.train()
        loss.backward()
        optimizer.step()
        return loss.item()

    return train_step
