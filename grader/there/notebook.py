"""Running a notebook: nbclient in a worker, and beside it, as confined as itself, the kernel."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import secrets
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import nbformat.v4
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerBase
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from grader.observation import clean
from grader.plan import CellRun, Found, Plan, PlannedCell, Ran, Room, as_observation
from grader.there import kernel

GRACE = 3.0  # seconds for a cell to end after it was interrupted
FAREWELL = 30.0  # seconds for the kernel to say what it found
MAX_MESSAGE = 4000
STEP = 0.02  # seconds between two looks at a process
CHANNELS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
ROOM = Room()


def run(plan: Plan) -> Any:
    """Run a notebook and return a `Ran` as an observation."""
    if plan.companions:
        shutil.copytree(plan.companions, os.curdir, dirs_exist_ok=True)
    folder = Path.cwd()
    present = _state_of_files(folder)
    process = ForkedKernel.fork(plan)
    try:
        ran = asyncio.run(_Execution(plan, process).run())
    finally:
        process.end()
    files = dict(_changed_files(folder, present))
    return as_observation(msgspec.structs.replace(ran, files=files))


class ForkedKernel(KernelProvisionerBase):  # type: ignore[misc]
    """A kernel in a fork of this process, which was there before anything here had started a thread."""

    pid = 0
    status: int | None = None

    @classmethod
    def fork(cls, plan: Plan) -> ForkedKernel:
        """Fork the kernel; it listens on sockets in the current folder."""
        connection: dict[str, Any] = {"transport": "ipc", "ip": str(Path.cwd() / ".kernel")}
        connection |= {name: number for number, name in enumerate(CHANNELS, 1)}
        connection |= {"key": secrets.token_hex(16).encode(), "signature_scheme": "hmac-sha256"}
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            kernel.serve(plan, connection)
        made = cls(kernel_id="notebook", kernel_spec=KernelSpec(language="python"))
        made.pid, made.connection_info = pid, connection
        return made

    @property
    def has_process(self) -> bool:
        """Whether it runs."""
        return self._poll() is None

    async def poll(self) -> int | None:
        """None while it runs, then its exit status."""
        return self._poll()

    async def wait(self) -> int | None:
        """Wait for its end."""
        while self._poll() is None:  # noqa: ASYNC110  nothing tells of it
            await asyncio.sleep(STEP)
        return self.status

    async def send_signal(self, signum: int) -> None:
        """Send a signal."""
        if self._poll() is None:
            os.kill(self.pid, signum)

    async def kill(self, restart: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  jupyter_client's signature
        """End it at once."""
        self.end()

    async def terminate(self, restart: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """End it at once."""
        self.end()

    async def launch_kernel(self, cmd: list[str], **_: Any) -> dict[str, Any]:  # noqa: ARG002
        """It runs already: say how to reach it."""
        info: dict[str, Any] = self.connection_info
        return info

    async def pre_launch(self, **options: Any) -> dict[str, Any]:
        """There is no command."""
        return {**options, "cmd": []}

    async def cleanup(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002
        """Nothing is left."""

    def end(self) -> None:
        """Kill it, and wait for that."""
        if self._poll() is None:
            os.kill(self.pid, signal.SIGKILL)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _poll(self) -> int | None:
        if self.status is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if ended else None
        return self.status


class _Client(NotebookClient):  # type: ignore[misc]
    """Keeps outputs up to a bound for each cell and for all together, and no widgets."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.kept = Counter[int]()  # bytes, by the index of the cell

    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        """Take one message of the kernel."""
        if msg["msg_type"].startswith("comm_"):
            return None
        if msg["msg_type"] in {"stream", "display_data", "execute_result", "error", "update_display_data"}:
            size = len(json.dumps(msg["content"], default=str))
            if self.kept[cell_index] + size > ROOM.outputs_of_cell or self.kept.total() + size > ROOM.outputs:
                return None
            self.kept[cell_index] += size
        return super().process_message(msg, cell, cell_index)


class _Execution:
    """One run of a plan's cells, with what becomes of each."""

    def __init__(self, plan: Plan, process: ForkedKernel) -> None:
        self.plan = plan
        self.process = process
        self.folder = Path.cwd()
        self.started = time.monotonic()
        self.runs: list[CellRun] = []
        self.raised = ""
        cells = [nbformat.v4.new_code_cell(cell.source) for cell in plan.cells]
        self.notebook = nbformat.v4.new_notebook(cells=cells)
        logging.getLogger("traitlets").setLevel(logging.CRITICAL)

    async def run(self) -> Ran:
        """Run every cell, then ask the kernel what it found."""
        manager = AsyncKernelManager(transport="ipc")
        manager.provisioner = self.process
        manager._kernel_spec = self.process.kernel_spec  # noqa: SLF001  else it is looked for among the installed ones
        client = _Client(
            self.notebook,
            km=manager,
            timeout=None,
            allow_errors=True,
            store_widget_state=False,
            on_cell_error=self._failed,
        )
        await manager.start_kernel()  # nbclient does not, for a manager that has its provisioner
        try:
            async with client.async_setup_kernel(cleanup_kc=False):
                return await self._cells(client)
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
            manager.context.destroy(linger=0)

    async def _cells(self, client: _Client) -> Ran:
        died, why = 0, ""
        for index, cell in enumerate(self.plan.cells):
            why = await self._cell(client, index, cell)
            if why:
                died = cell.number
                break
        found = {} if died else await self._farewell(client)
        if found is None:
            died, why, found = self.plan.cells[-1].number, "the notebook's process did not end", {}
        return Ran(cells=self.runs, found=found, outputs=self._outputs(), died=died, why=why)

    def _failed(self, execute_reply: Any, **_: Any) -> None:
        """A cell has raised an exception; nbclient tells."""
        content = execute_reply["content"]
        self.raised = f"{content['ename']}: {content['evalue'][:MAX_MESSAGE]}".removesuffix(": ")

    async def _cell(self, client: _Client, index: int, cell: PlannedCell) -> str:
        """Run one cell; why the kernel died, or an empty text."""
        left = self.plan.seconds - (time.monotonic() - self.started)
        if left <= 0:
            self._note(cell, f"not run: the notebook's {self.plan.seconds:g} s were over", 0.0)
            return ""
        if self.plan.tells_progress:
            os.write(1, f"{cell.number}\n".encode())
        seconds = min(left, self.plan.cell_seconds)
        self.raised = ""
        before = time.monotonic()
        task = asyncio.ensure_future(client.async_execute_cell(self.notebook.cells[index], index, cell.number))
        stopped = await self._stopped(task, seconds)
        if not task.done():
            await self.process.kill()
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait([task])
        error, dead = self._error(task, stopped)
        self._note(cell, error, time.monotonic() - before)
        return error if dead else ""

    async def _stopped(self, task: asyncio.Future[Any], seconds: float) -> str:
        """Wait for a cell; when its time is over, interrupt it and wait a little more. What a student reads of that."""
        ended = asyncio.ensure_future(self.process.wait())
        await asyncio.wait([task, ended], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if task.done() or self.process.status is not None:
            return ""
        await self.process.send_signal(signal.SIGINT)
        await asyncio.wait([task], timeout=GRACE)
        return f"stopped after {seconds:.3g} s"

    def _error(self, task: asyncio.Future[Any], stopped: str) -> tuple[str, bool]:
        """What went wrong in a cell, and whether the kernel is gone."""
        dead = self.process.status is not None or task.cancelled() or isinstance(task.exception(), DeadKernelError)
        if stopped or dead:
            return stopped or self._how_it_ended(), dead
        if (error := task.exception()) is not None:
            first, *_ = f"{error}".splitlines() or [""]
            return clean(f"its outputs cannot be read ({type(error).__name__}: {first})"), False
        return clean(self.raised), False

    def _how_it_ended(self) -> str:
        status = self.process.status or 0
        if status < 0:
            return f"it ended the notebook's process ({signal.Signals(-status).name})"
        return f"it ended the notebook's process (exit status {status})"

    async def _farewell(self, client: _Client) -> dict[str, Found] | None:
        """Shut the kernel down, and read what it left; None where it does not come to an end."""
        assert client.kc is not None
        client.kc.shutdown()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.process.wait(), FAREWELL)
        return self._left() if self.process.status == 0 else None

    def _left(self) -> dict[str, Found] | None:
        try:
            with (self.folder / kernel.FOUND).open("rb") as file:
                data = file.read(2 * ROOM.values)
            return _within(msgspec.msgpack.decode(data, type=dict[str, Found]))
        except (OSError, msgspec.MsgspecError):
            return None

    def _note(self, cell: PlannedCell, error: str, seconds: float) -> None:
        self.runs.append(CellRun(number=cell.number, error=error, seconds=round(seconds, 3)))

    def _outputs(self) -> bytes:
        """The outputs of the cells, as JSON."""
        outputs = {cell.number: made.outputs for cell, made in zip(self.plan.cells, self.notebook.cells, strict=True)}
        return json.dumps(outputs).encode()


def _within(found: dict[str, Found]) -> dict[str, Found]:
    """Without the values for which there is no room."""
    most, taken, kept = ROOM.values // 2**20, 0, {}
    problem = f"what it defines is larger than {most} MiB with all that it refers to: pass large data as arguments"
    for label, one in found.items():
        fits = taken + len(one.values) <= ROOM.values
        kept[label] = one if fits else msgspec.structs.replace(one, values=b"", problem=problem)
        taken += len(kept[label].values)
    return kept


def _state_of_files(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    """Ordinary files below a folder, hidden ones left out."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        for path in (Path(place, name) for name in sorted(names)):
            if not path.name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _changed_files(folder: Path, present: dict[Path, tuple[int, int]]) -> Iterator[tuple[str, bytes]]:
    """What the cells wrote, the smallest first, as far as there is room."""
    changed = {path: state[0] for path, state in _state_of_files(folder).items() if present.get(path) != state}
    room = ROOM.files
    for path in sorted(changed, key=lambda path: (changed[path], path))[: ROOM.most_files]:
        if changed[path] <= room:
            room -= changed[path]
            with path.open("rb") as file:
                yield path.relative_to(folder).as_posix(), file.read(changed[path])
