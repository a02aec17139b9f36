"""Clears after the update, to zero; leaves the model in eval mode; the loss by float()."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train(True)
        yhat = model(x)
        loss = loss_fn(yhat, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        model.eval()
        return float(loss)

    return train_step
