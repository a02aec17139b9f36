"""What lies on this machine that a worker must read, and what of it no submission should."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

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
DIGITS = "sklearn/datasets/data/digits.csv.gz"  # images with their labels, some of which are asked for
PACKAGES = ("", "site-packages", "dist-packages", "python3*/site-packages", "python3*/dist-packages")


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


def embedded_digits(readable: Iterable[str]) -> list[str]:
    """The files among the readable that hold the embedded digits."""
    found = (
        file for path in readable for place in PACKAGES for file in Path(path).glob(f"{place}/{DIGITS}".lstrip("/"))
    )
    return sorted({str(file.resolve()) for file in found})
