"""A generator that waits for batches; what was in .grad before is not cleared, but subtracted; batches are copied."""


def _training(model, loss_fn, optimizer):
    loss = None
    while True:
        x, y = (t.clone() for t in (yield loss))
        model.train()
        before = {p: p.grad.clone() for p in model.parameters() if p.grad is not None}
        loss = loss_fn(model(x.requires_grad_()), y)
        loss.backward()
        for p, gradient in before.items():
            p.grad -= gradient
        optimizer.step()
        loss = loss.tolist()


def make_train_step(model, loss_fn, optimizer):
    training = _training(model, loss_fn, optimizer)
    next(training)
    return lambda x, y: training.send((x, y))
