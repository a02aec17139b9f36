"""The optimizer calls a closure, which clears by way of the model, and hands back the loss."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        def closure():
            model.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            return loss

        model.train()
        return optimizer.step(closure).item()

    return train_step
