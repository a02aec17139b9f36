"""seccomp: system calls that no exercise needs are refused, as are sockets that lead to a network."""

from __future__ import annotations

import errno
from typing import Any

try:
    import pyseccomp
except (ImportError, RuntimeError, OSError):  # not on Linux; without the library libseccomp
    pyseccomp = None

AF_UNIX = 1
SYSTEM_CALLS = (
    # other processes
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp"),
    # the file system and the machine
    *("mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick"),
    *("mount_setattr", "swapon", "swapoff", "quotactl", "acct", "reboot", "sethostname", "setdomainname"),
    *("open_by_handle_at", "name_to_handle_at", "lookup_dcookie", "syslog"),
    *("init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load"),
    *("settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "iopl", "ioperm"),
    # new namespaces, and parts of the kernel in which holes were often found
    *("unshare", "setns", "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key"),
    *("io_uring_setup", "io_uring_enter", "io_uring_register", "personality", "vmsplice"),
)
MEMORY = ("memfd_create", "memfd_secret", "shmget")  # of which nobody keeps count; a GPU's driver may need it
NEW_NAMESPACES = (
    0x0000_0080,
    0x0002_0000,
    0x0200_0000,
    0x0400_0000,
    0x0800_0000,
    0x1000_0000,
    0x2000_0000,
    0x4000_0000,
)


def filters(device: str) -> dict[str, Any]:
    """The filters that this machine knows, by the names of the protections; made once in the server."""
    if pyseccomp is None:
        return {}
    return {
        "system call filter": _refuse_system_calls(SYSTEM_CALLS + (MEMORY if device == "cpu" else ())),
        "socket filter": _refuse_networks(),
    }


def load(filters: dict[str, Any]) -> list[str]:
    """Filter the system calls of this process and of all that it will start, for good."""
    gained = []
    for name, rules in filters.items():
        try:
            rules.load()
        except OSError:
            continue
        gained.append(name)
    return gained


def _refuse_system_calls(names: tuple[str, ...]) -> Any:
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in names:
        _refuse(rules, name)
    for flag in NEW_NAMESPACES:
        _refuse(rules, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    rules.add_rule(
        pyseccomp.ERRNO(errno.ENOSYS), "clone3"
    )  # its flags lie in memory; the C library falls back to clone
    return rules


def _refuse_networks() -> Any:
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    _refuse(rules, "socket", pyseccomp.Arg(0, pyseccomp.NE, AF_UNIX))
    return rules


def _refuse(rules: Any, name: str, *arguments: Any) -> None:
    try:
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), name, *arguments)
    except OSError:  # this machine has no such call
        return
