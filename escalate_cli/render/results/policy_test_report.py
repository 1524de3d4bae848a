"""How the tests of a policy went: lines for people, a document and rows for scripts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from escalate_cli.render.parts.ansi import Ansi
from escalate_cli.render.parts.event_text import counted, spaced
from escalate_cli.render.parts.json_values import plain
from escalate_cli.render.parts.sanitize import one_line
from escalate_cli.render.parts.time_text import Wall
from escalate_cli.usecases.policy.policy_tests import (
    PolicyTestFailure,
    PolicyTestResult,
    PolicyTestRun,
    Value,
)

SCHEMA: Final = 1


def rehearsed_document(rehearsed: PolicyTestRun, wall: Wall) -> dict[str, object]:
    """Return everything as JSON has it; see docs/json.md."""
    return {
        "schema": SCHEMA,
        "failed": rehearsed.failed,
        "tests": [_test(performance, wall) for performance in rehearsed.performances],
        "unfired": list(rehearsed.unfired),
    }


def _test(performance: PolicyTestResult, wall: Wall) -> dict[str, object]:
    rehearsal = performance.rehearsal
    return {
        "file": rehearsal.spot.file,
        "line": rehearsal.spot.line,
        "name": rehearsal.name,
        "passed": not performance.misses,
        "failures": [_failure(miss, rehearsal.name, wall) for miss in performance.misses],
    }


def failures(rehearsed: PolicyTestRun, wall: Wall) -> list[dict[str, object]]:
    """Return each failure as a record."""
    return [
        _failure(miss, performance.rehearsal.name, wall)
        for performance in rehearsed.performances
        for miss in performance.misses
    ]


def _failure(miss: PolicyTestFailure, test: str, wall: Wall) -> dict[str, object]:
    return {
        "file": miss.spot.file,
        "line": miss.spot.line,
        "column": miss.spot.column,
        "test": test,
        "at": plain(miss.at),
        "what": miss.what,
        "expected": plain(miss.expected),
        "found": plain(miss.found),
        "message": sentence(miss, wall),
    }


def lines(rehearsed: PolicyTestRun, wall: Wall, ink: Ansi) -> Iterator[str]:
    """Yield a line for each test, and below it what is not as it expects."""
    for performance in rehearsed.performances:
        failed = bool(performance.misses)
        verdict = ink.paint("FAILED", "red") if failed else "ok    "
        yield f"{verdict}  {one_line(performance.rehearsal.name)}"
        for miss in performance.misses:
            spot = one_line(f"{miss.spot.file}:{miss.spot.line}:{miss.spot.column}")
            yield f"  {spot}: at {wall.moment(miss.at)}: {one_line(sentence(miss, wall))}"


def summary(rehearsed: PolicyTestRun) -> Iterator[str]:
    """Yield how many passed, and what they did not touch."""
    tests = counted(len(rehearsed.performances), "test")
    yield f"{tests}, {rehearsed.failed} failed" if rehearsed.failed else f"{tests}, all passed"
    if rehearsed.unfired:
        yield f"fired by no test: {', '.join(rehearsed.unfired)}"


def sentence(miss: PolicyTestFailure, wall: Wall) -> str:
    """Say what is not as expected."""
    if miss.reason:
        return f"{miss.what}: {miss.reason}"
    found, expected = (_shown(value, wall) for value in (miss.found, miss.expected))
    return f"{spaced(miss.what)} is {found}, not {expected}"


def _shown(value: Value, wall: Wall) -> str:
    if isinstance(value, datetime):
        return wall.moment(value)
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    return value or "none"
