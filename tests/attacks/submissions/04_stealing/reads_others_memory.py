"""Reads the memory of other processes, and attaches to them as a debugger does."""
# passed

import ctypes
import os


def attempt(x, places):
    libc = ctypes.CDLL(None)
    near = range(max(1, os.getpid() - 100), os.getpid() + 10)  # the reference's worker among them
    for number in {*map(int, places["processes"].split()), *near} - {os.getpid(), os.getppid()}:
        try:
            open(f"/proc/{number}/mem", "rb").close()
        except OSError:
            pass
        else:
            raise RuntimeError(f"the memory of {number} is open")
        if libc.ptrace(0x4206, number, 0, 0) == 0:  # PTRACE_SEIZE, which stops nobody
            raise RuntimeError(f"attached to {number}")
        target = (ctypes.c_size_t * 2)(0, 0)
        buffer = ctypes.create_string_buffer(8)
        local = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
        target[0], target[1] = 0x400000, 8
        if libc.process_vm_readv(number, local, 1, target, 1, 0) > 0:
            raise RuntimeError(f"read from {number}")
    return 2 * x
