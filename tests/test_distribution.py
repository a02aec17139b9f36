"""With pytest-xdist, tests that are no checks stay together as the user asks for."""

import sys

import pytest

OTHERS = """
import pytest

@pytest.mark.parametrize("number", range(12))
def test_where(number, worker_id, request):
    with (request.config.rootpath / "where.txt").open("a") as file:
        file.write(f"{worker_id}\\n")
"""


@pytest.mark.parametrize(("dist", "processes"), [("loadfile", 1), ("loadscope", 1), ("load", 2)])
def test_a_file_of_other_tests_is_run_by_so_many(copy_of, run, dist, processes):
    course = copy_of("toy")
    (course / "test_others.py").write_text(OTHERS)
    done = run(course, sys.executable, "-m", "pytest", "-n", "2", "--dist", dist, "test_others.py")
    assert done.status == 0, done.text
    where = (course / "where.txt").read_text().split()
    assert len(where) == 12
    assert len(set(where)) == processes
