"""How tests of a policy went, for people and for scripts."""

import io
import re
from pathlib import Path
from typing import Any

import pytest

from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.results.policy_test import (
    failures,
    lines,
    policy_test_document,
    sentence,
    summary,
)
from escalate_cli.usecases.policy.policy_coverage import Coverage, Covered
from escalate_cli.usecases.policy.policy_tests import (
    FileLocation,
    PolicyTest,
    PolicyTestFailure,
    PolicyTestResult,
    PolicyTestRun,
    Value,
)
from escalate_cli.usecases.verbs.log import NewTicket
from tests.conftest import MONDAY_NINE, after
from tests.snapshot import assert_matches
from tests.unit.render.tickets import HOSTILE, ZONE

WALL = Wall(MONDAY_NINE, ZONE)
PAGE = (Path(__file__).parents[4] / "docs" / "json.md").read_text(encoding="utf-8")


def a_miss(what: str = "level", **fields: Any) -> PolicyTestFailure:
    return PolicyTestFailure(
        location=FileLocation("policy.test.yaml", 12, 9), at=after("1h"), what=what, **fields
    )


def performed(name: str, *failures: PolicyTestFailure) -> PolicyTestResult:
    test = PolicyTest(
        location=FileLocation("policy.test.yaml", 2, 5),
        name=name,
        at=MONDAY_NINE,
        by="ana",
        draft=NewTicket(title="A"),
        steps=(),
    )
    return PolicyTestResult(test, failures)


REHEARSED = PolicyTestRun(
    (
        performed("a ticket climbs after an hour"),
        performed(
            f"hostile {HOSTILE}",
            a_miss(expected="L2", found="L1"),
            a_miss("fired", expected=("critical", "late"), found=()),
            a_miss("due resolve", expected=after("4h"), found=None),
            a_miss("close", reason="T-1 is open: it cannot be closed"),
        ),
    ),
    Coverage(
        rules=Covered(("late", "gone-quiet", "vip-customer"), ("gone-quiet", "vip-customer")),
        levels=Covered(("L1", "L2"), ()),
        targets=Covered(("targets[0] resolve",), ("targets[0] resolve",)),
        conditions=Covered(("late: tags a", f"late: tags {HOSTILE}"), (f"late: tags {HOSTILE}",)),
    ),
)


NONE = Covered((), ())
NOTHING = Coverage(rules=NONE, levels=NONE, targets=NONE, conditions=NONE)


@pytest.mark.parametrize(
    ("expected", "found", "said"),
    [
        ("L2", "L1", "pending approval is L1, not L2"),
        (None, "L1", "pending approval is L1, not none"),
        (("a", "b"), (), "pending approval is [], not [a, b]"),
        (
            after("0m"),
            after("1h"),
            "pending approval is Mon 2026-11-23 10:00 CET, not Mon 2026-11-23 09:00 CET",
        ),
    ],
)
def test_a_difference_is_said_in_one_sentence(expected: Value, found: Value, said: str) -> None:
    assert sentence(a_miss("pending_approval", expected=expected, found=found), WALL) == said


def test_a_refusal_is_said_with_its_reason() -> None:
    assert sentence(a_miss("close", reason="it is open"), WALL) == "close: it is open"


def test_a_failing_report_for_people() -> None:
    shown = [*lines(REHEARSED, WALL, Ansi(io.StringIO())), *summary(REHEARSED)]
    assert_matches("render/rehearsed.txt", "\n".join([*shown, ""]))


def test_all_that_passed_is_summed_up_in_a_line() -> None:
    passed = PolicyTestRun((performed("a"),), NOTHING)
    assert list(summary(passed)) == ["1 test, all passed"]
    assert list(lines(passed, WALL, Ansi(io.StringIO()))) == ["ok      a"]
    assert failures(passed, WALL) == []


def test_a_script_finds_each_failure_with_its_place() -> None:
    first, second, third, last = failures(REHEARSED, WALL)
    assert first == {
        "file": "policy.test.yaml",
        "line": 12,
        "column": 9,
        "test": f"hostile {HOSTILE}",
        "at": "2026-11-23T09:00:00Z",
        "what": "level",
        "expected": "L2",
        "found": "L1",
        "message": "level is L1, not L2",
    }
    assert (second["expected"], second["found"]) == (["critical", "late"], [])
    assert (third["expected"], third["found"]) == ("2026-11-23T12:00:00Z", None)
    assert (last["expected"], last["found"]) == (None, None)


def test_the_document_tells_of_every_test() -> None:
    document = policy_test_document(REHEARSED, WALL)
    assert list(document) == ["schema", "failed", "tests", "unfired"]
    assert (document["schema"], document["failed"]) == (1, 1)
    assert document["unfired"] == ["gone-quiet", "vip-customer"]
    tests = document["tests"]
    assert isinstance(tests, list)
    assert tests[0] == {
        "file": "policy.test.yaml",
        "line": 2,
        "name": "a ticket climbs after an hour",
        "passed": True,
        "failures": [],
    }
    assert (tests[1]["passed"], tests[1]["failures"]) == (False, failures(REHEARSED, WALL))


def test_every_field_is_documented() -> None:
    section = PAGE.partition("\n## Policy test\n")[2].partition("\n## ")[0]
    written = set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    document = policy_test_document(REHEARSED, WALL)
    tests = document["tests"]
    assert isinstance(tests, list)
    assert written == {*document, "coverage", *tests[0], *failures(REHEARSED, WALL)[0]}
