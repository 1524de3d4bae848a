"""What `policy test` answers: lines for people, a document and rows for scripts."""

from collections.abc import Iterator
from datetime import datetime

from escalate_cli.render.parts.ansi import Ansi
from escalate_cli.render.parts.event_text import counted, spaced
from escalate_cli.render.parts.json_values import SCHEMA, plain
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result
from escalate_cli.render.parts.time_text import Wall
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.policy.policy_tests import (
    PolicyTestFailure,
    PolicyTestResult,
    PolicyTestRun,
    Value,
)


class PolicyTestsResult(Result):
    """How the tests of a policy went."""

    def __init__(self, tested: PolicyTestRun) -> None:
        self._tested = tested

    def data(self, printer: Printer) -> None:
        """Write a document, or a row for each failure."""
        if printer.writer.is_json:
            printer.document(policy_test_document(self._tested, printer.wall))
        else:
            printer.document(failures(self._tested, printer.wall))

    def page(self, printer: Printer) -> None:
        """Show a line for each test, and below it what is not as it expects."""
        printer.print_lines(lines(self._tested, printer.wall, printer.writer.ink))

    def remarks(self) -> Iterator[str]:
        """Say how many passed, and what they did not touch."""
        return summary(self._tested)


def policy_test_document(tested: PolicyTestRun, wall: Wall) -> dict[str, object]:
    """Return everything as JSON has it; see docs/json.md."""
    return {
        "schema": SCHEMA,
        "failed": tested.failed,
        "tests": [_test(result, wall) for result in tested.results],
        "unfired": list(tested.unfired),
    }


def _test(result: PolicyTestResult, wall: Wall) -> dict[str, object]:
    test = result.test
    return {
        "file": test.location.file,
        "line": test.location.line,
        "name": test.name,
        "passed": not result.failures,
        "failures": [_failure(failure, test.name, wall) for failure in result.failures],
    }


def failures(tested: PolicyTestRun, wall: Wall) -> list[dict[str, object]]:
    """Return each failure as a record."""
    return [
        _failure(failure, result.test.name, wall)
        for result in tested.results
        for failure in result.failures
    ]


def _failure(failure: PolicyTestFailure, test: str, wall: Wall) -> dict[str, object]:
    return {
        "file": failure.location.file,
        "line": failure.location.line,
        "column": failure.location.column,
        "test": test,
        "at": plain(failure.at),
        "what": failure.what,
        "expected": plain(failure.expected),
        "found": plain(failure.found),
        "message": sentence(failure, wall),
    }


def lines(tested: PolicyTestRun, wall: Wall, ink: Ansi) -> Iterator[str]:
    """Yield a line for each test, and below it what is not as it expects."""
    for result in tested.results:
        failed = bool(result.failures)
        verdict = ink.paint("FAILED", "red") if failed else "ok    "
        yield f"{verdict}  {one_line(result.test.name)}"
        for failure in result.failures:
            location = one_line(
                f"{failure.location.file}:{failure.location.line}:{failure.location.column}"
            )
            yield f"  {location}: at {wall.moment(failure.at)}: {one_line(sentence(failure, wall))}"


def summary(tested: PolicyTestRun) -> Iterator[str]:
    """Yield how many passed, and what they did not touch."""
    tests = counted(len(tested.results), "test")
    yield f"{tests}, {tested.failed} failed" if tested.failed else f"{tests}, all passed"
    if tested.unfired:
        yield f"fired by no test: {', '.join(tested.unfired)}"


def sentence(failure: PolicyTestFailure, wall: Wall) -> str:
    """Say what is not as expected."""
    if failure.reason:
        return f"{failure.what}: {failure.reason}"
    found, expected = (_shown(value, wall) for value in (failure.found, failure.expected))
    return f"{spaced(failure.what)} is {found}, not {expected}"


def _shown(value: Value, wall: Wall) -> str:
    if isinstance(value, datetime):
        return wall.moment(value)
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    return value or "none"
