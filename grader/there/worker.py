"""One job in one worker: confine, load, run the body, reply, end."""

from __future__ import annotations

import gc
import linecache
import os
import pickle
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Never

import msgspec
import torch

from grader import job as messages
from grader import observation
from grader.job import Failure, Hello, Job, Reply, Script
from grader.seeds import seed_everything
from grader.there import confine, landlock, load


class Handed:
    """Takes the submission's place among the arguments until the worker puts the module there."""


def work(message: bytes, reply: int, ground: confine.Ground, already: Sequence[str] = ()) -> Never:
    """Do the job in this process, write Hello and Reply to the descriptor `reply`, and leave without clean-up.

    Protections come first, then Hello, then the submission's code: what it says of them cannot be forged.
    """
    job, call = messages.unpack(message)
    os.chdir(job.scratch)
    os.environ.update(HOME=job.scratch, TMPDIR=job.scratch)
    protections = list(already)
    if job.confined:
        spent = time.process_time()  # a fork has spent nothing; a new interpreter has imported torch
        limits = msgspec.structs.replace(job.limits, cpu_seconds=job.limits.cpu_seconds + spent)
        if job.companions:
            landlock.let_read(ground.rules, job.companions)
        protections += confine.confine(ground, job.scratch, limits, (0, 1, 2, reply), job.device)
    send(reply, messages.frame(Hello(protections)))
    send(reply, messages.frame(perform(job, call)))
    sys.stdout.flush()
    sys.stderr.flush()
    os.close(reply)  # the answer is complete before the kernel has taken this process apart
    os._exit(0)


def perform(job: Job, call: bytes) -> Reply:
    """Run the body on the module; whatever the submission raises becomes part of the reply."""
    body, arguments = pickle.loads(call)  # noqa: S301  it came from here, before any submission ran
    seed_everything(job.seed)
    try:
        module = load.load(job)
    except BaseException as error:  # noqa: BLE001  SystemExit and KeyboardInterrupt are a submission's too
        return Reply(failure=load.failure_of(error, job.scripts, "", loading=True))
    load.clean_slate(job)
    return observe(job, body, {name: module if isinstance(a, Handed) else a for name, a in arguments.items()})


def observe(job: Job, body: Callable[..., object], arguments: dict[str, Any]) -> Reply:
    """Call the body and encode what it returns."""
    path = getattr(getattr(body, "__code__", None), "co_filename", "")
    try:
        return Reply(observation=observation.encode(body(**arguments)))
    except observation.ObservationError as error:
        return Reply(failure=Failure(type="TooLarge", message=str(error)))
    except BaseException as error:  # noqa: BLE001
        return Reply(failure=load.failure_of(error, job.scripts, path, loading=False))


def send(descriptor: int, data: bytes) -> None:
    """Write everything; a reader that has gone away is no concern of a worker."""
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except BrokenPipeError:
        os._exit(1)


def preload(device: str) -> None:
    """Import what submissions use, and what torch itself imports late, without starting a thread."""
    import torchvision  # noqa: F401

    import grader.observe  # noqa: F401  bodies use it

    torch.set_num_threads(1)  # a parallel region before a fork would leave the children without its threads
    first_steps(device)
    gc.freeze()  # else the collector would touch, and so copy, every page that a child shares
    gc.enable()


def first_steps(device: str) -> dict[str, torch.Tensor]:
    """A little of what submissions do.

    With GPUs ("cuda"), backward would start a thread for each, and even asking torch how many there are would make it
    refuse them in the workers: so nothing of the kind is done here.
    """
    weight = torch.nn.Parameter(torch.zeros(2))
    for optimizer in (torch.optim.SGD([weight]), torch.optim.Adam([weight])):
        if device == "cpu":
            (weight**2).sum().backward()
        optimizer.step()
    loss = torch.nn.functional.cross_entropy(torch.zeros(1, 2), torch.zeros(1, dtype=torch.int64))
    image = torch.nn.Conv2d(1, 1, 3)(torch.zeros(1, 1, 5, 5))
    torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.zeros(1)))
    return {"weight": weight, "loss": loss, "image": image}


def rehearse(device: str) -> None:
    """Do a small job before the true one is there.

    A forked process gets its own copy of each page of memory when it first writes to it: what every job writes to is
    then copied while nobody waits.
    """
    script = Script("rehearsal.py", "def first():\n    pass\n")
    job = Job(module="rehearsal", scripts=[script], seed=0, scratch=os.curdir)
    perform(job, pickle.dumps((first_steps, {"device": device})))
    del sys.modules[job.module], linecache.cache[script.path]
