"""The prefix is cut off from every name that begins with it, without knowing that there is a wrapper. In a bare model
with a part called `module` these letters belong to the name."""


def portable_state(model):
    return {name.removeprefix("module."): value for name, value in model.state_dict().items()}
