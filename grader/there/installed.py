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
PACKAGE_FOLDERS = ("site-packages", "dist-packages")
PLACES = ("", *(f"python3*/{name}/" for name in PACKAGE_FOLDERS))


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
        *(path for path in sys.path if Path(path).name in PACKAGE_FOLDERS),
        str(Path(__file__).parents[1]),  # this package, which may lie elsewhere when it is installed for development
        *SYSTEM,
        *(path for pattern in GPU if device == "cuda" for path in map(str, Path("/").glob(pattern))),
    ]
    return [path for path in dict.fromkeys(wanted) if Path(path).exists()]


def embedded_digits(readable: Iterable[str]) -> list[str]:
    """The files among the readable that hold the embedded digits."""
    libraries = [Path(path) for path in readable if Path(path).name in {"lib", "lib64", *PACKAGE_FOLDERS}]
    found = (file for path in libraries for place in PLACES for file in path.glob(place + DIGITS))
    return sorted({str(file.resolve()) for file in found})
