"""Only the parameters are in the state. The buffers, such as the running statistics of a BatchNorm, are missing,
and the bare model refuses a state that is not complete."""

from torch import nn


def portable_state(model):
    bare = model.module if isinstance(model, nn.DataParallel) else model
    return {name: parameter.detach() for name, parameter in bare.named_parameters()}
