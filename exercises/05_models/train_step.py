"""One training step for any model

The inside of a training loop looks the same for every model, loss and optimiser: predict, compute the loss, find the
gradients, update, clear. Write it once, as a function that remembers the three and asks only for data.
"""

from collections.abc import Callable

from torch import Tensor, nn
from torch.optim import Optimizer


def make_train_step(
    model: nn.Module, loss_fn: Callable[[Tensor, Tensor], Tensor], optimizer: Optimizer
) -> Callable[[Tensor, Tensor], float]:
    """Return a function train_step(x, y) that trains the model by one update at every call.

    model is any module that is called with one tensor. loss_fn(prediction, target) returns a 0-d tensor that backward
    can be called on; the order of its arguments matters for some losses. optimizer is one of `torch.optim` that holds
    parameters of the model, all or some of them, and whose `step` needs no closure. Several models may be trained at
    once, each by a train_step of its own, and several train_steps may be made for one model.

    train_step(x, y) takes a batch: x as the model takes it, y as the loss takes it. In every call

    - the model and all its submodules predict in train mode, whatever mode the caller has put the model in before;
      the mode afterwards is free;
    - the optimizer makes one update, from the gradients of the loss of this batch. No gradient of an earlier call of
      a train_step has a part in it. What `.grad` holds between the calls is free;
    - the result is the loss of this batch before the update, as a Python float.

    x and y stay as they are.
    """
    raise NotImplementedError
