"""Searches its whole memory, with what other workers may have left in it, for what only the near side holds."""
# passed

import re

NEEDLE = re.compile(rb"hush-hush-[j]udge")  # which does not match itself


def attempt(x, places):
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps.readlines():
            span = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if span:
                first, end = (int(part, 16) for part in span.groups())
                search(memory, first, end)
    return 2 * x


def search(memory, first, end):
    while first < end:
        size = min(end - first, 2**24)
        try:
            memory.seek(first)
            block = memory.read(size)
        except (OSError, OverflowError):
            return
        if NEEDLE.search(block):
            raise RuntimeError(f"found at {first:x}")
        first += size
