"""The model predicts in eval mode while it is trained: dropout drops nothing, and batch norm does not look at the
batch."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.eval()
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return train_step
