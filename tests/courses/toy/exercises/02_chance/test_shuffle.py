from grader import check


@check(points=2)
def test_keeps_entries(submission, items):
    """Every entry is there, once."""
    return submission.shuffle(list(items))


@test_keeps_entries.judge
def _(seen, ordered):
    assert len(seen) == len(ordered), f"{len(ordered)} entries went in, and {len(seen)} came out."
    assert sorted(seen) == ordered, "Some entries are missing, and others are there twice."


@check(points=1, after="test_keeps_entries")
def test_changes_order(submission, items):
    """The order is another one."""
    return submission.shuffle(list(items))


@test_changes_order.judge
def _(seen, items):
    assert seen != items, "The entries are in the order in which they went in."


@check(points=1)
def test_leaves_argument(submission, items):
    """The argument stays as it was."""
    mine = list(items)
    submission.shuffle(mine)
    return {"argument": mine}
