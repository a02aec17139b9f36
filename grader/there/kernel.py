"""The kernel of a notebook: IPython's own, in a confined process that was forked with torch loaded."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import tempfile
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

from grader.names import lines_above
from grader.plan import Plan
from grader.there.bindings import Bindings

FOUND = ".found"  # the file in which the kernel leaves what it found
TIMED = "<timed exec>"  # what IPython calls the code below %%time
MOST_DESCRIPTORS = 4096
MOST_PRINTED = 10**6  # bytes of one shell escape
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
    """Names code after its cell, and counts its lines there: also below magics such as `%%time`, that run it."""

    place = ""
    above = 0  # lines of the cell before the code

    def enter(self, place: str, source: str) -> None:
        """From now on a cell is compiled."""
        self.place, self.above = place, lines_above(source)

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        """The name that tracebacks give."""
        return self.place or str(super().get_code_name(raw_code, code, number))

    def ast_parse(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> ast.AST:
        """Code as a tree."""
        tree: ast.AST = super().ast_parse(source, filename, symbol)
        return ast.increment_lineno(tree, self.above)

    def __call__(self, source: Any, filename: str, symbol: str, **options: Any) -> Any:
        """Code that can be run."""
        return super().__call__(source, self.place if filename == TIMED else filename, symbol, **options)


class Kernel(IPythonKernel):  # type: ignore[misc]
    """Runs the cells of a plan, one after the other, and notes what each of them binds."""

    compiler_class = Compiler

    def follow(self, plan: Plan) -> None:
        """Take the plan; from now on the next code to run is its next cell."""
        self.plan = plan
        self.cells = iter(plan.cells)
        self.runs = self.ended = False
        self.bindings = Bindings(plan, self.shell.user_ns)
        self.shell.system = self.system
        self.shell.ask_exit = self.stay

    async def do_execute(self, code: str, *arguments: Any, **options: Any) -> Any:
        """Run a cell."""
        cell = next(self.cells, None)
        if cell is None:
            return await super().do_execute(code, *arguments, **options)
        self.shell.compile.enter(self.plan.place(cell.number), cell.source)
        self.runs = True
        try:
            with self.bindings.noted(cell):
                reply = await super().do_execute(code, *arguments, **options)
                self.bindings.ended = reply["status"] == "ok"
                return reply
        except Exception as error:  # noqa: BLE001  such as one that cannot be printed: without an answer all would wait
            said = f"what the cell raised cannot be printed ({type(error).__name__})"
            return {"status": "error", "ename": "Exception", "evalue": said, "traceback": []}
        finally:
            self.runs = False

    def stay(self) -> None:
        """Take exit() and quit() for nothing: what stands below them is graded too."""

    def do_shutdown(self, restart: bool) -> Any:  # noqa: FBT001  ipykernel's signature
        """End when the client asks for it, and when no cell does."""
        if self.runs:
            raise RuntimeError("a notebook that is graded is run once, and does not restart itself: leave this out")
        self.ended = True
        return super().do_shutdown(restart)

    def raw_input(self, *_: object, **__: object) -> Never:
        """Nobody is there to answer."""
        raise RuntimeError("input() has nobody to ask while a notebook is graded: write the value into the cell")

    getpass = raw_input

    def system(self, command: str) -> None:
        """A shell escape: IPython's own way asks for a terminal, which there is none of.

        What it leaves running in the background may still hold the file that it prints to, so nobody waits for that.
        """
        with tempfile.TemporaryFile() as printed:
            done = subprocess.run(  # noqa: S602  a shell is what a shell escape asks for
                self.shell.var_expand(command, depth=1),
                shell=True,
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                check=False,
            )
            printed.seek(0)
            sys.stdout.write(printed.read(MOST_PRINTED).decode("utf-8", "replace"))
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


def serve(plan: Plan, connection: Mapping[str, Any]) -> Never:
    """Be the kernel until it is shut down; leave what was found in a file, and end without clean-up."""
    try:
        folder = Path.cwd()
        leave_the_worker()
        sys.path[:] = [*(each for each in sys.path if each != plan.companions), str(folder)]
        os.environ.update(ENVIRONMENT)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        app = start(connection)
        app.kernel.follow(plan)
        app.start()
        while not app.kernel.ended:  # a cell has stopped the loop that messages come by
            app.io_loop.start()
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(msgspec.msgpack.encode(app.kernel.bindings.found()))
        Path(file.name).replace(folder / FOUND)  # whatever a cell has put there, a pipe perhaps
        os._exit(0)
    finally:
        os._exit(1)


def leave_the_worker() -> None:
    """Give up its descriptors: what it says of the notebook, and how far it is, is for itself to say."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.closerange(3, MOST_DESCRIPTORS)


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
