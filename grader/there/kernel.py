"""The kernel of a notebook: IPython's own, in a confined process that was forked with torch loaded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Never

import msgspec
import zmq
from ipykernel.compiler import XCachingCompiler
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

from grader.plan import Plan
from grader.there.bindings import Bindings

FOUND = ".found"  # the file in which the kernel leaves what it found
ENVIRONMENT = {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    # there is no network: pip should say so at once
    "PIP_RETRIES": "0",
    "PIP_NO_INPUT": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
}


class Compiler(XCachingCompiler):  # type: ignore[misc]
    """Names code after its cell."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        """The name that tracebacks give."""
        return current_place() or str(super().get_code_name(raw_code, code, number))


class Kernel(IPythonKernel):  # type: ignore[misc]
    """Runs the cells of a plan, one after the other, and notes what each of them binds."""

    compiler_class = Compiler

    def follow(self, plan: Plan) -> None:
        """Take the plan; from now on the next code to run is its next cell."""
        self.plan = plan
        self.cells = iter(plan.cells)
        self.place = ""
        self.bindings = Bindings(plan, self.shell.user_ns)
        self.shell.system = self.system

    async def do_execute(self, code: str, *arguments: Any, **options: Any) -> Any:
        """Run a cell."""
        cell = next(self.cells, None)
        if cell is None:
            return await super().do_execute(code, *arguments, **options)
        self.place = self.plan.place(cell.number)
        with self.bindings.noted(cell):
            return await super().do_execute(code, *arguments, **options)

    def raw_input(self, *_: object, **__: object) -> Never:
        """Nobody is there to answer."""
        raise RuntimeError("input() has nobody to ask while a notebook is graded: write the value into the cell")

    getpass = raw_input

    def system(self, command: str) -> None:
        """A shell escape: IPython's own way asks for a terminal, which there is none of."""
        done = subprocess.run(  # noqa: S602  a shell is what a shell escape asks for
            self.shell.var_expand(command, depth=1),
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        sys.stdout.write(done.stdout.decode("utf-8", "replace"))
        self.shell.user_ns["_exit_code"] = done.returncode


class App(IPKernelApp):  # type: ignore[misc]
    """An IPython kernel whose connection is known beforehand, without files of its own."""

    kernel_class = Kernel

    def init_connection_file(self) -> None:
        """It was given."""

    def write_connection_file(self) -> None:
        """Who connects knows it."""

    def init_iopub(self, context: zmq.Context[Any]) -> None:
        """As ever, but without the pipe for what forks of the kernel print, which goes over TCP."""
        self.iopub_socket = context.socket(zmq.XPUB)
        self._bind_socket(self.iopub_socket, self.iopub_port)
        self.configure_tornado_logger()
        self.iopub_thread = IOPubThread(self.iopub_socket, pipe=False, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket


def current_place() -> str:
    """The name of the cell that runs."""
    return getattr(App.instance().kernel, "place", "") if App.initialized() else ""


def serve(plan: Plan, connection: Mapping[str, Any]) -> Never:
    """Be the kernel until it is shut down; leave what was found in a file, and end without clean-up."""
    try:
        folder = Path.cwd()
        os.environ.update(ENVIRONMENT)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        app = start(connection)
        app.kernel.follow(plan)
        app.start()
        (folder / FOUND).write_bytes(msgspec.msgpack.encode(app.kernel.bindings.found()))
        os._exit(0)
    finally:
        os._exit(1)


def start(connection: Mapping[str, Any]) -> App:
    """A kernel that listens."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody debugs here, and loading it takes long
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    ports = {name: number for name, number in connection.items() if name.endswith("_port")}
    app: App = App.instance(
        config=config, transport=connection["transport"], ip=connection["ip"], quiet=True, log_level=50, **ports
    )
    app.session.key = connection["key"]
    app.initialize([])
    return app
