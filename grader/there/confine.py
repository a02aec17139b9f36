"""Confinement of workers: what the machine offers is taken, and named; what it refuses is left out, and never an error.

Each protection is one small function that returns the names of what it put in force. The server calls
`isolate_server` once and forks with `fork_into_own_pids`; the forked worker calls `confine` before it loads anything
of a submission.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import signal
import stat
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, Never, TypeAlias

from grader.job import Limits
from grader.there import processes

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]
try:
    import py_landlock
except ImportError:  # it is for Linux alone
    py_landlock = None  # type: ignore[assignment]

Rules: TypeAlias = "py_landlock.Landlock | None"

LIBC: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

NAMESPACES = {"network namespace": 0x4000_0000, "ipc namespace": 0x0800_0000}
NEW_USER = 0x1000_0000
NEW_PID = 0x2000_0000
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
CAPABILITY_VERSION = 0x2008_0522

# Before version 3 a file outside could still be truncated, so there "landlock files" would promise too much.
LANDLOCK_SINCE = {
    "landlock files": 3,
    "landlock tcp": 4,
    "landlock signals": 6,
    "landlock abstract sockets": 6,
}

FULL = frozenset(
    {
        *NAMESPACES,
        *LANDLOCK_SINCE,
        "orphan adoption",
        "pid namespace",
        "closed descriptors",
        "no new privileges",
        "no capabilities",
        "memory limit",
        "cpu limit",
        "file size limit",
        "descriptor limit",
        "no core files",
    }
)
"""Every name that a current Linux gives, to root and to others; a worker with a GPU does without "memory limit".

"process limit" is not among them: the kernel exempts root from it, and the server's watch over `tree_usage` bounds all.
"""

OPEN_FILES = 1024

# Not /usr as a whole, nor a prefix: images keep projects in /usr/src or in the folder of an environment.
INSTALLED = ("bin", "lib", "lib64", "include", "share", "pyvenv.cfg")
SYSTEM = (
    *(f"{root}/{name}" for root in ("", "/usr", "/usr/local") for name in ("bin", "lib", "lib64")),
    *("/usr/libexec", "/usr/share", "/nix/store"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/nsswitch.conf", "/etc/passwd"),
    *("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"),
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system"),
)
GPU = (
    *("dev/nvidia*", "dev/nvidia-caps/*", "dev/kfd", "dev/dri/*"),
    *("proc/driver/nvidia", "proc/devices", "proc/modules", "sys/bus/pci", "sys/devices/pci*", "usr/local/cuda*"),
)
OWN = "/proc/self"  # each worker's own: a rule made in the server would be for the server's
SHARED_MEMORY = "/dev/shm"  # noqa: S108  DataLoader's workers hand tensors over through it


def isolate_server() -> list[str]:
    """Cut the server, and so all its workers, off from the network. Call it once, before any thread is started.

    Without privileges this goes through a user namespace, which the kernel gives to single-threaded processes only.

    Returns:
        The names of the protections gained.

    """
    if py_landlock is not None:
        with contextlib.suppress(py_landlock.LandlockError):
            py_landlock.get_abi_version()  # its first call starts a program to find the C library: not in each worker
    gained = ["orphan adoption"] if _prctl(PR_SET_CHILD_SUBREAPER, 1) else []
    flags = NAMESPACES["network namespace"]
    if not _holds_in_a_child(lambda: _unshare(flags)) and _holds_in_a_child(lambda: _own_user() and _unshare(flags)):
        _own_user()
    return gained + [name for name, flag in NAMESPACES.items() if _unshare(flag)]


def fork_into_own_pids() -> tuple[int, list[str]]:
    """Fork a child that dies with the server and, in a PID namespace of its own, takes all that it started with it.

    The first process of a namespace is spared signals that nobody handles, but for SIGKILL: when its CPU time is up,
    it ends at the hard limit by SIGKILL, not at the soft one by SIGXCPU.

    Returns:
        In the server the child's id as the server sees it; in the child 0, and the names of the protections gained.

    Raises:
        OSError: The machine is out of processes or memory.

    """
    home = _open_own_pids()
    direct = _call("setns", home, NEW_PID) and _unshare(NEW_PID)  # going home may be refused: then do not leave
    try:
        pid = os.fork()
    finally:
        _call("setns", home, NEW_PID)  # in the child it is refused: a namespace is never left upwards
        with contextlib.suppress(OSError):
            os.close(home)
    if pid:
        return pid, []
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    return 0, ["pid namespace"] if direct or _fork_once_more() else []


def rules_for(readable: Iterable[str]) -> Rules:
    """Rules that let a worker read; made once in the server, since to look at each path takes longer than to obey.

    Args:
        readable: Folders and files that may be read and executed; devices among them may also be written. What does
            not exist is left out.

    Returns:
        Rules for `confine`; None where this machine knows none.

    """
    if py_landlock is None:
        return None
    rules = py_landlock.Landlock(strict=False)
    try:
        for path in filter(os.path.exists, readable):
            let_read(rules, path)
    except (py_landlock.LandlockError, OSError):
        return None
    return rules


def let_read(rules: Rules, path: str) -> None:
    """One more path that may be read. Raises LandlockError or OSError where it does not exist."""
    if rules is not None:
        rules.add_path_rule(path, access=_reading(path))


def confine(
    scratch: str, rules: Rules, limits: Limits, keep: Collection[int] = (0, 1, 2), device: str = "cpu"
) -> list[str]:
    """Confine this process and all that it will start, for good.

    Args:
        scratch: The only folder that may be written, and where temporary files go. 70 characters at most: sockets of
            `multiprocessing` lie in it.
        rules: What may be read, from `rules_for`.
        limits: Bounds for each process. `memory` bytes come on top of what the process has now.
        keep: The descriptors that stay open.
        device: With "cuda" the address space stays unbounded, since drivers reserve more than any bound.

    Returns:
        The names of the protections now in force.

    """
    tempfile.tempdir = scratch  # the module remembers the folder that it found in the server
    return [
        *_close_descriptors(keep),
        *(_limit_memory(limits) if device == "cpu" else []),
        *_limit_resources(limits),
        *_limit_processes(limits),
        *(["no new privileges"] if _prctl(PR_SET_NO_NEW_PRIVS, 1) else []),
        *_landlock(rules, scratch),
        *_drop_capabilities(),
    ]


def readable_paths(device: str = "cpu") -> list[str]:
    """What a worker must read and execute: the interpreter, the installed packages, system libraries, devices.

    Args:
        device: "cpu", or "cuda" for the GPU's devices as well.

    Returns:
        Existing paths; never the current folder, the home folder, or a prefix of the interpreter as a whole.

    """
    prefixes = (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)
    wanted = [
        *(str(Path(prefix, name)) for prefix in prefixes for name in INSTALLED),
        *(path for path in sys.path if Path(path).name in {"site-packages", "dist-packages"}),
        str(Path(__file__).parents[1]),  # this package, which may lie elsewhere when it is installed for development
        *SYSTEM,
        *(path for pattern in GPU if device == "cuda" for path in map(str, Path("/").glob(pattern))),
    ]
    return [path for path in dict.fromkeys(wanted) if Path(path).exists()]


def _call(function: str, *arguments: object) -> bool:
    """Call a function of Linux's C library; False where it is missing or fails."""
    found = getattr(LIBC, function, None)
    return found is not None and found(*arguments) == 0


def _prctl(option: int, value: int) -> bool:
    return _call("prctl", option, *map(ctypes.c_ulong, (value, 0, 0, 0)))


def _unshare(flags: int) -> bool:
    return _call("unshare", flags)


def _holds_in_a_child(attempt: Callable[[], bool]) -> bool:
    """Try in a process that is thrown away: half a user namespace is worse than none, and there is no way back."""
    if LIBC is None:
        return False
    pid = os.fork()
    if pid == 0:
        os._exit(0 if attempt() else 1)
    return os.waitpid(pid, 0)[1] == 0


def _own_user() -> bool:
    """Enter a new user namespace that knows just this user and group, under their own numbers."""
    user, group = os.geteuid(), os.getegid()
    if not _unshare(NEW_USER):
        return False
    try:
        for name, text in {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}.items():
            Path("/proc/self", name).write_text(text)
    except OSError:
        return False
    return True


def _in_own_user() -> bool:
    """Tell whether the server found that user namespaces work here, and entered one."""
    try:
        numbers = Path("/proc/self/uid_map").read_text().split()
    except OSError:
        return False
    return numbers == [str(os.geteuid())] * 2 + ["1"]


def _open_own_pids() -> int:
    try:
        return os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return -1


def _fork_once_more() -> bool:
    """Go on as the first process of a PID namespace, and leave a stand-in where the server sees it."""
    if not _unshare(NEW_PID):
        return False
    pid = os.fork()
    if pid:
        _stand_in_for(pid)
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    return True


def _stand_in_for(worker: int) -> Never:
    """Hold nothing open, and end as the worker ends."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _close_descriptors(keep=())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    code = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    if code < 0:
        with contextlib.suppress(OSError):  # SIGKILL's action cannot be set, and need not be
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(abs(code))


def _close_descriptors(keep: Collection[int]) -> list[str]:
    try:
        present = {int(entry.name) for entry in Path("/dev/fd").iterdir()}
    except OSError:
        return []
    for descriptor in present - set(keep):
        with contextlib.suppress(OSError):
            os.close(descriptor)
    return ["closed descriptors"]


def _limit(name: str, which: int, soft: int, hard: int | None = None) -> list[str]:
    """Bound a resource; never above the hard limit that is already there."""
    ceiling = resource.getrlimit(which)[1]
    wanted = [soft, soft if hard is None else hard]
    if ceiling != resource.RLIM_INFINITY:
        wanted = [min(value, ceiling) for value in wanted]
    try:
        resource.setrlimit(which, (wanted[0], wanted[1]))
    except (OSError, ValueError):
        return []
    return [name]


def _limit_memory(limits: Limits) -> list[str]:
    present = processes.statm("self", 0) if LIBC else 0
    if not present:  # a Mac, say, which would accept the limit and not keep it
        return []
    return _limit("memory limit", resource.RLIMIT_AS, present + limits.memory)


def _limit_resources(limits: Limits) -> list[str]:
    if resource is None:
        return []
    seconds = math.ceil(limits.cpu_seconds)
    return [
        *_limit("cpu limit", resource.RLIMIT_CPU, seconds, seconds + 1),
        *_limit("file size limit", resource.RLIMIT_FSIZE, limits.file_size),
        *_limit("descriptor limit", resource.RLIMIT_NOFILE, OPEN_FILES),
        *_limit("no core files", resource.RLIMIT_CORE, 0),
    ]


def _limit_processes(limits: Limits) -> list[str]:
    """Count in one more user namespace, since the kernel counts all processes that a user has in the present one."""
    if not _in_own_user() or os.geteuid() == 0 or not _own_user():
        return []
    return _limit("process limit", resource.RLIMIT_NPROC, limits.processes)


def _landlock(rules: Rules, scratch: str) -> list[str]:
    if rules is None:
        return []
    try:
        let_read(rules, OWN)
        for folder in filter(os.path.exists, (scratch, SHARED_MEMORY)):
            rules.add_path_rule(folder, access=_writing())
        rules.apply()
    except (py_landlock.LandlockError, OSError):
        return []
    return [name for name, version in LANDLOCK_SINCE.items() if rules.abi_version >= version]


def _reading(path: str) -> py_landlock.AccessFs:
    """The kernel refuses a rule for a file that speaks of folders."""
    access = py_landlock.AccessFs
    mode = Path(path).stat().st_mode
    if stat.S_ISCHR(mode):
        return access.READ_FILE | access.WRITE_FILE | access.IOCTL_DEV
    if stat.S_ISDIR(mode):
        return access.READ_FILE | access.EXECUTE | access.READ_DIR
    return access.READ_FILE | access.EXECUTE


def _writing() -> py_landlock.AccessFs:
    access = py_landlock.AccessFs
    return ~(access.EXECUTE | access.MAKE_CHAR | access.MAKE_BLOCK | access.IOCTL_DEV)


def _drop_capabilities() -> list[str]:
    """Without this, root could lift its own limits."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    none = (ctypes.c_uint32 * 6)()
    return ["no capabilities"] if _call("capset", header, none) else []
