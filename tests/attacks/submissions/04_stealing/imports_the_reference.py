"""Imports the reference solution as a module."""
# passed
# without walls, error: Stolen: .*

import importlib.util


class Stolen(Exception):
    pass


def attempt(x, places):
    spec = importlib.util.spec_from_file_location("answer", f"{places['root']}/solutions/04_stealing/reads_the_reference.py")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except OSError:
        return 2 * x
    raise Stolen(module.attempt(x, places))
