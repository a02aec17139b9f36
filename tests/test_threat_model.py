"""The threat model names tests that exist: a claim without its proof is an opinion."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "threat-model.md").read_text("utf-8")


def names_in(path: Path) -> set[str]:
    """Its tests, those in classes behind the class's name."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
    return found


def test_every_proof_is_there():
    proofs = re.findall(r"`(tests/[\w/]+\.py)(?:::([\w:]+))?`", TEXT)
    assert len(proofs) > 20
    for file, name in proofs:
        assert (ROOT / file).is_file(), file
        assert not name or name in names_in(ROOT / file), f"{file} has no {name}"


def test_every_claim_has_a_proof():
    section = TEXT.split("## What holds")[1].split("## What is out of reach")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 15
    assert [row for row in rows if "`tests/" not in row.split(" | ")[-1]] == []
