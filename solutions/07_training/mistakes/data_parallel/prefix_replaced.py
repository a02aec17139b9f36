"""The letters `module.` are taken out of the names wherever they stand, also in the middle, where they are part of
the model's own names."""


def portable_state(model):
    return {name.replace("module.", ""): value for name, value in model.state_dict().items()}
