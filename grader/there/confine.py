"""placeholder until the real one lands"""
import os, signal, contextlib
FULL=frozenset()
def isolate_server(): return []
def readable_paths(device="cpu"): return []
def fork_into_own_pids(): return os.fork(), []
def confine(scratch, readable, limits, keep=()): return []
def kill_tree(pid):
    with contextlib.suppress(ProcessLookupError): os.killpg(pid, signal.SIGKILL)
def sweep(pid, spare=()): pass
def tree_usage(pid): return 0,0
