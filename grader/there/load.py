"""Loading a submission's module, and telling where its exceptions came from."""

from __future__ import annotations

import ast
import linecache
import os
import shutil
import sys
import warnings
from types import ModuleType, TracebackType

import numpy as np
import torch

from grader.job import Failure, Frame, Job, Script
from grader.names import reachable
from grader.observation import clean
from grader.seeds import seed_everything
from grader.there import namespace

MAX_MESSAGE = 4000
MAX_FRAMES = 20


class MissingNameError(AttributeError):
    """The submission does not define a name that a check asks for."""


class SubmissionModule(ModuleType):
    """A module that says plainly which name it lacks."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.module)
        self.__dict__["__job__"] = job
        self.__file__ = job.scripts[0].path

    def __getattr__(self, name: str) -> object:
        lacking = self.__dict__["__job__"].lacking
        said = lacking.get(name) or lacking.get("") or f"{self.__name__}.py does not define `{{name}}`"
        raise MissingNameError(said.replace("{name}", name))

    def __again__(self) -> ModuleType:
        """What `grader.observe.loaded_again` asks for."""
        return loaded_again(self)


def load(job: Job) -> ModuleType:
    """Run the job's scripts, in order, in the namespace of one new module; or take a notebook's values into it."""
    module = SubmissionModule(job)
    sys.modules[job.module] = module  # pickle, dataclasses and DataLoader's workers look it up there
    if job.companions:
        sys.path.append(job.companions)
    for script in job.scripts:
        linecache.cache[script.path] = (len(script.text), None, script.text.splitlines(keepends=True), script.path)
        if not job.values:
            exec(compile(script.text, script.path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102  the task
    if job.values:
        _take_values(job, module)
    return module


def loaded_again(module: ModuleType) -> ModuleType:
    """The same code once more: of a notebook, the definitions of its names and what they rest on."""
    job: Job = module.__dict__["__job__"]
    fresh = SubmissionModule(job)
    if not job.values:
        for script in job.scripts:
            exec(compile(script.text, script.path, "exec", dont_inherit=True), fresh.__dict__)  # noqa: S102
        return fresh
    names = _unpacked(job, fresh)
    for statement in reachable([script.text for script in job.scripts], names):
        code = compile(ast.Module([statement.node], []), job.scripts[statement.source].path, "exec", dont_inherit=True)
        exec(code, fresh.__dict__)  # noqa: S102
    return fresh


def _take_values(job: Job, module: ModuleType) -> None:
    sys.modules["__main__"] = module  # what cells define belongs there, and its pickles look for it there
    if job.companions:
        shutil.copytree(job.companions, job.scratch, dirs_exist_ok=True)
    _unpacked(job, module)
    for name in job.lacking:
        module.__dict__.pop(name, None)


def _unpacked(job: Job, module: ModuleType) -> list[str]:
    module.__dict__["display"] = namespace.display
    return namespace.unpack(job.values, module.__dict__)


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
