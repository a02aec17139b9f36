"""An object that can be called; gradients are removed one by one; the loss function may be called by keywords or
not."""


class _TrainStep:
    def __init__(self, **parts):
        self.__dict__.update(parts)

    def __call__(self, x, y, *, clear=True):
        self.model.train()
        for p in self.model.parameters():
            p.grad = None
        loss = self.loss_fn(input=self.model(x), target=y)
        loss.sum().backward(retain_graph=True)
        self.optimizer.step()
        return sum(loss.reshape(-1).tolist())


def make_train_step(model, loss_fn, optimizer):
    return _TrainStep(model=model, loss_fn=loss_fn, optimizer=optimizer)
