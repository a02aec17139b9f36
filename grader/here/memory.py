"""Observations of references and mistakes, remembered on disk under a name made of all that they depend on."""

from __future__ import annotations

import hashlib
import platform
import tempfile
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from types import ModuleType

import msgspec

import grader
from grader.here.call import fingerprint
from grader.here.outcome import Outcome
from grader.job import Job

THERE = ("job.py", "names.py", "observation.py", "observe.py", "seeds.py", "there/load.py", "there/worker.py")


class Memory:
    """Outcomes by key: in this process, and in a folder where one is given. A file that cannot be read is forgotten."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.here: dict[str, Outcome] = {}
        self.texts: dict[Path, bytes] = {}
        self.software = _software()

    def key(self, job: Job, body_name: str, arguments: Mapping[str, object], modules: list[ModuleType]) -> str:
        """The name of one run: its sources, body, arguments, seed, device, and the software that it runs on."""
        sources = [self._text_of(Path(str(module.__file__))) for module in modules]
        scripts = [script.text for script in job.scripts]
        return fingerprint(self.software, sources, scripts, body_name, dict(arguments), job.seed, job.device)

    def get(self, key: str) -> Outcome | None:
        """The outcome remembered under a key."""
        if key not in self.here and self.folder is not None:
            try:
                data = (self.folder / key).read_bytes()
                self.here[key] = msgspec.msgpack.decode(data, type=Outcome)
            except (OSError, msgspec.MsgspecError):
                return None
        return self.here.get(key)

    def put(self, key: str, outcome: Outcome) -> None:
        """Remember an outcome; what ended badly only for this run, since a submission beside it may have been why."""
        self.here[key] = outcome
        if self.folder is None or outcome.kind != "observed":
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(msgspec.msgpack.encode(outcome))
        Path(file.name).replace(self.folder / key)

    def read(self, modules: Sequence[ModuleType]) -> None:
        """Read the modules' files now, so that an edit during the run gives no later text to what was imported."""
        for module in modules:
            self._text_of(Path(str(module.__file__)))

    def _text_of(self, path: Path) -> bytes:
        if path not in self.texts:
            self.texts[path] = path.read_bytes()
        return self.texts[path]


def _software() -> str:
    home = Path(grader.__file__).parent
    digest = hashlib.sha256()
    for name in THERE:
        digest.update((home / name).read_bytes())
    versions = [metadata.version(name) for name in ("torch", "torchvision", "numpy")]
    return " ".join([digest.hexdigest(), *versions, platform.python_version(), platform.machine()])
