"""The values of a notebook's names, on their way from the kernel that made them to the workers of the checks.

They travel as a pickle that is opened in workers alone, which run the submission's code anyhow. What each function
refers to travels with it, by value; modules travel by their name.
"""

from __future__ import annotations

import functools
import io
import pickle
import threading
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, NoReturn

import cloudpickle
import numpy as np

HOME = "the notebook's names"
OF_THE_KERNEL = {"ipykernel", "zmq"}  # packages whose objects are at home there alone, get_ipython()'s among them
LARGE = 16 * 2**20  # bytes of a tensor or an array


class NotCarriedError(Exception):
    """A value that a cell made exists in the notebook's own process only."""


class Lost:
    """Stands for such a value, and says so where it is used."""

    def __init__(self, what: str) -> None:
        self.__dict__["_what"] = what

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise NotCarriedError(
            f"{self.__dict__.get('_what', 'something')} was made by a cell and exists in the notebook alone; "
            "make it inside the function that needs it"
        )

    __call__ = __iter__ = __next__ = __enter__ = __exit__ = __getitem__ = __setitem__ = __len__ = __bool__ = _refuse

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)  # what Python itself asks of every object
        self._refuse()


def pack(values: Mapping[str, object], home: dict[str, Any]) -> bytes:
    """Pickle values by their names; functions defined in cells have `home` for their globals."""
    file = io.BytesIO()
    _Pickler(file, home).dump(dict(values))
    return file.getvalue()


def unpack(data: bytes, home: dict[str, Any]) -> list[str]:
    """Put the values, and all that their functions refer to, into another `home`; the values' names."""
    values = _Unpickler(data, home).load()
    home |= values
    return list(values)


def display(*things: object, **options: Any) -> object:
    """What functions find among the builtins where IPython runs them: without it, a text on stdout."""
    from IPython.display import display as shown

    return shown(*things, **options)  # type: ignore[no-untyped-call]


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]
    """Keeps the functions' globals together, and gives up a value that cannot be pickled rather than all of them."""

    def __init__(self, file: io.BytesIO, home: dict[str, Any]) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self.home = home
        self.globals_ref[id(home)] = home  # where cloudpickle looks up what stands for a function's globals

    def persistent_id(self, thing: object) -> str | None:
        return HOME if thing is self.home else None

    def reducer_override(self, thing: Any) -> Any:
        if type(thing) in _MADE_ANEW:
            return _MADE_ANEW[type(thing)](thing)
        if type(thing).__module__.partition(".")[0] in OF_THE_KERNEL or _is_large(thing):
            return _lost(thing)
        found = super().reducer_override(thing)
        if found is not NotImplemented or isinstance(thing, type | FunctionType):
            return found  # what can be imported travels by its name
        reduce = self.dispatch_table.get(type(thing))
        try:
            reduced = reduce(thing) if reduce else thing.__reduce_ex__(pickle.HIGHEST_PROTOCOL)
        except Exception:  # noqa: BLE001  each type refuses in its own way
            return _lost(thing)
        if isinstance(reduced, tuple) and reduced[0] in _TAKES_LOST:
            return _made, (reduced[0], *reduced[1]), *reduced[2:]
        return reduced


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, home: dict[str, Any]) -> None:
        super().__init__(io.BytesIO(data))
        self.home = home

    def persistent_load(self, _name: str) -> dict[str, Any]:
        return self.home


def _is_large(thing: object) -> bool:
    """Whether a tensor or an array, a view with all that it is a view of, is too large to travel with functions."""
    import torch

    if isinstance(thing, torch.Tensor):
        return thing.layout is torch.strided and thing.untyped_storage().nbytes() > LARGE
    return isinstance(thing, np.ndarray) and thing.nbytes > LARGE


def _lost(thing: object) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return Lost, (f"a value of type {type(thing).__qualname__}",)


def _made(make: Callable[..., Any], *arguments: Any) -> Any:
    """A value made of others; of a lost one nothing can be made, such as its method or its iterator."""
    lost = next((each for each in arguments if isinstance(each, Lost)), None)
    return make(*arguments) if lost is None else lost


def _cached(function: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return _cache_again, (function.__wrapped__, function.cache_parameters())


def _cache_again(function: Callable[..., Any], parameters: Mapping[str, Any]) -> Any:
    return functools.lru_cache(**parameters)(function)


def _generator(generator: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return _generator_again, (str(generator.device), generator.get_state())


def _generator_again(device: str, state: Any) -> Any:
    import torch

    generator = torch.Generator(device)
    generator.set_state(state)
    return generator


def _makers() -> dict[type, Callable[[Any], Any]]:
    import torch

    return {
        type(threading.Lock()): lambda _: (threading.Lock, ()),
        type(threading.RLock()): lambda _: (threading.RLock, ()),
        threading.Thread: _lost,  # some versions of Python would let it travel, in a state that is not true there
        type(functools.lru_cache(_makers)): _cached,
        torch.Generator: _generator,
    }


_MADE_ANEW = _makers()
_TAKES_LOST = (getattr, iter, enumerate, map, filter, zip, reversed)
