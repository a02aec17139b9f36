"""A new optimizer is made for every call. What the old one remembered, such as its momentum or Adam's averages, is
lost, and so are rates that were changed since."""


def make_train_step(model, loss_fn, optimizer):
    def train_step(x, y):
        model.train()
        fresh = type(optimizer)(model.parameters(), lr=optimizer.param_groups[0]["lr"])
        fresh.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        fresh.step()
        return loss.item()

    return train_step
