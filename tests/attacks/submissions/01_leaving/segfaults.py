"""Reads where no memory is."""
# crashed: The process was ended by SIGSEGV\.

import ctypes


def attempt(x, places):
    ctypes.string_at(0)
