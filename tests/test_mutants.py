"""Mutants differ from their module in one place, and stand in its place in a run of tests."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.long.mutants import MUTANT, ROOT, changes, mutants_of, mutated
from tests.long.parts.mutation import sampled

MODULE = ROOT / "escalate_cli" / "domain" / "messages" / "retry_backoff.py"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a < b", ["a <= b"]),
        ("a >= b != c", ["a > b != c", "a >= b == c"]),
        ("a in b", ["a not in b"]),
        ("a is None", ["a is not None"]),
        ("a and b", ["a or b"]),
        ("not a", ["not not a"]),
        ("f(2, x=True)", ["f(3, x=True)", "f(2, x=False)"]),
        ("zip(a, b, strict=True)", []),
        ("x: Least[1] = 5", ["x: Least[1] = 6"]),
        ("@f(1)\nclass A(B, frozen=True):\n    x: int = 1", []),
    ],
)
def test_one_place_is_changed_at_a_time(before: str, after: list[str]) -> None:
    found = []
    for number in range(len(list(changes(ast.parse(before))))):
        tree = ast.parse(before)
        list(changes(tree))[number].make()
        found.append(ast.unparse(tree))
    assert found == after


def test_a_sample_stays_as_it_is_where_other_lines_change() -> None:
    mutants = mutants_of(MODULE)
    drawn = sampled(mutants, "13", 3)
    assert drawn == sampled(mutants[::-1], "13", 3) != sampled(mutants, "14", 3)
    moved = [mutant._replace(line=mutant.line + 9) for mutant in mutants]
    assert [each.text for each in sampled(moved, "13", 3)] == [each.text for each in drawn]


def test_a_mutant_is_a_module_that_does_something_else() -> None:
    values: dict[str, object] = {}
    exec(mutated("x = 1 < 1", 0, "m.py"), values)  # noqa: S102 - our own text
    assert values["x"] is True


@pytest.mark.parametrize(("number", "code"), [("", 0), ("0", 1)], ids=["as it is", "a mutant"])
def test_tests_notice_it_and_the_file_stays_as_it_was(number: str, code: int) -> None:
    before = MODULE.read_bytes()
    mutant = next(each for each in mutants_of(MODULE) if "becomes" in each.what)
    tests = Path("tests/unit/domain/messages/test_retry_backoff.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-p", "tests.long.mutants", str(tests)],
        cwd=ROOT,
        env={**os.environ, MUTANT: mutant.name if number else ""},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, MODULE.read_bytes()) == (code, before)
