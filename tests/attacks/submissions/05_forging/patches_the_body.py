"""Replaces the names that the check's own code uses."""
# failed: there should be no such entry.*|mine: there should be no such entry\.\ntwice x: is missing\.

import sys


def attempt(x, places):
    class Forged(dict):
        def items(self):
            return [("mine", 1)]

    caller = sys._getframe(1)
    caller.f_globals["dict"] = Forged
    sys.modules["grader.there.worker"].observation.encode = lambda _: sys.modules["grader.observation"].encode(Forged())
    original = sys.modules["grader.observation"]._Encoder
    sys.modules["grader.observation"].encode = lambda value: plain(original, Forged())
    return 2 * x


def plain(encoder, value):
    from grader import observation
    import msgspec

    found = encoder()
    tree = msgspec.msgpack.encode(found.node(value, 0))
    return msgspec.msgpack.encode(observation._Observation(tree, b"".join(found.data)))
