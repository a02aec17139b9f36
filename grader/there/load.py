"""Loading a submission's module, and telling where its exceptions came from."""

from __future__ import annotations

import linecache
import os
import sys
import warnings
from types import ModuleType, TracebackType

import numpy as np
import torch

from grader.job import Failure, Frame, Job, Script
from grader.observation import clean
from grader.seeds import seed_everything

MAX_MESSAGE = 4000
MAX_FRAMES = 20


class MissingNameError(AttributeError):
    """The submission does not define a name that a check asks for."""


class SubmissionModule(ModuleType):
    """A module that says plainly which name it lacks."""

    def __getattr__(self, name: str) -> object:
        raise MissingNameError(f"{self.__name__}.py does not define `{name}`")


def load(job: Job) -> ModuleType:
    """Run the job's scripts, in order, in the namespace of one new module."""
    module = SubmissionModule(job.module)
    module.__file__ = job.scripts[0].path
    sys.modules[job.module] = module  # pickle, dataclasses and DataLoader's workers look it up there
    if job.companions:
        sys.path.append(job.companions)
    for script in job.scripts:
        linecache.cache[script.path] = (len(script.text), None, script.text.splitlines(keepends=True), script.path)
        exec(compile(script.text, script.path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102  the task
    return module


def clean_slate(job: Job) -> None:
    """Undo what a module's top level may have left in the process: modes, defaults, filters, the working folder."""
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=False)
    np.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
    warnings.resetwarnings()
    os.chdir(job.scratch)
    seed_everything(job.seed)


def failure_of(error: BaseException, scripts: list[Script], check_path: str, *, loading: bool) -> Failure:
    """The exception as data: its type, its message, and the frames in the submission and in the check."""
    known = {script.path for script in scripts} | {check_path}
    frames, innermost = _frames(error.__traceback__, known)
    if isinstance(error, SyntaxError) and error.filename in known:
        frames.append(Frame(str(error.filename), error.lineno or 0, "<module>"))
    unstarted = isinstance(error, NotImplementedError) and innermost in known - {check_path}
    return Failure(
        type=clean(type(error).__name__),
        message=_text(error),
        frames=frames[-MAX_FRAMES:],
        loading=loading,
        started=not unstarted,
    )


def _frames(traceback: TracebackType | None, known: set[str]) -> tuple[list[Frame], str]:
    frames = []
    innermost = ""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        innermost = code.co_filename
        if innermost in known:
            frames.append(Frame(innermost, traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    return frames, innermost


def _text(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return clean(str(error.msg))[:MAX_MESSAGE]
    try:
        return clean(str(error))[:MAX_MESSAGE]
    except Exception:  # noqa: BLE001  a submission's exception may fail to print itself
        return "(its message cannot be shown)"
