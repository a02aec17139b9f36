"""Whatever has a part called `module` is taken for a wrapper. A bare model may have a part of that name as well,
and then most of the model is lost."""


def portable_state(model):
    return getattr(model, "module", model).state_dict()
