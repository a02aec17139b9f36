"""The state of the wrapper is taken, not that of the model in it: each name begins with the wrapper's own prefix,
and the bare model knows none of these names."""


def portable_state(model):
    return model.state_dict()
