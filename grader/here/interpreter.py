"""Starting a clean interpreter: our packages, a short environment, and nothing of the process that starts it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import grader

# Without its garbage collector, which finds next to nothing there, Python loads torch a fifth faster;
# `grader.there.worker.preload` turns it on again.
BOOT = (
    "import gc, json, sys; gc.disable(); sys.path[:] = json.loads(sys.argv[1])['path']; "
    "from grader.there.{module} import main; main()"
)
KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "SYSTEMROOT")
# torch then counts GPUs without starting CUDA, which a process that forks must not do
COUNTED_BY_DRIVER = {"PYTORCH_NVML_BASED_CUDA_CHECK": "1"}
FIXED = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "agg",
    **COUNTED_BY_DRIVER,
}


def clean_environment(device: str) -> dict[str, str]:
    """A short list of variables: no secret of the environment reaches a worker, nor a GPU where none is asked for."""
    hidden = {"CUDA_VISIBLE_DEVICES": ""} if device == "cpu" else {}
    return {name: os.environ[name] for name in KEPT if name in os.environ} | FIXED | hidden


def command(module: str, **settings: object) -> list[str]:
    """The command line of a clean interpreter that runs a module's main() with our packages and nothing else."""
    home = str(Path(grader.__file__).parent.parent)
    path = [entry for entry in sys.path if entry and Path(entry) != Path.cwd()]
    settings["path"] = path if home in path else [*path, home]
    return [sys.executable, "-P", "-s", "-c", BOOT.format(module=module), json.dumps(settings)]
