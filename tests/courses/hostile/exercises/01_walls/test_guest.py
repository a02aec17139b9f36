import pytest

from grader import check

ATTEMPTS = [
    *("exits", "raises_exit", "exits_as_an_exception", "segfaults", "kills_itself", "kills_its_parent"),
    *("loops", "waits", "allocates", "leaves_a_child"),
    *("returns_too_much", "floods_the_reply", "speaks_twice", "floods_the_output"),
    *("prints_commands", "raises_commands", "raises_half_a_character", "returns_commands"),
    *("reads_the_environment", "reads_the_reference", "reads_the_checks", "reads_what_is_remembered"),
    *("writes_outside", "behaves"),
]


@check(points=1, timeout=1)
@pytest.mark.parametrize("what", ATTEMPTS)
def test_attempt(submission, what, root):
    """Nothing comes of an attempt."""
    return {"what came of it": submission.attempt(what, root)}
