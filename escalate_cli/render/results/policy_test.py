"""What `policy test` answers: lines for people, a document and rows for scripts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.data.json_values import SCHEMA, document, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Result
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.results.policy_coverage import coverage_document, coverage_lines
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.policy.policy_tests import (
    PolicyTest,
    PolicyTestFailure,
    PolicyTestRun,
    Value,
)

_TEST: Final = stored("location.file", "location.line", "name")


class PolicyTestsResult(Result):
    """How the tests of a policy went.

    Args:
        coverage: whether it is told what of the policy they used.
    """

    def __init__(self, tested: PolicyTestRun, *, coverage: bool = False) -> None:
        self._tested = tested
        self._coverage = coverage

    def data(self, printer: Printer) -> None:
        """Write a document, or a row for each failure."""
        if printer.writer.is_json:
            more = coverage_document(self._tested.coverage) if self._coverage else None
            found = policy_test_document(self._tested, self._wall(printer))
            printer.document(found | {"coverage": more} if more else found)
            return
        printer.document(failures(self._tested, self._wall(printer)))
        if self._coverage:
            printer.say("\n".join(coverage_lines(self._tested.coverage)))

    def page(self, printer: Printer) -> None:
        """Show a line for each test, and below it what is not as it expects."""
        printer.print_text(lines(self._tested, self._wall(printer), printer.writer.ink))
        if self._coverage:
            printer.print_text(coverage_lines(self._tested.coverage))

    def _wall(self, printer: Printer) -> Wall:
        return Wall(printer.wall.now, self._tested.zone)

    def remarks(self) -> Iterator[str]:
        """Say how many passed, and what they did not touch."""
        return summary(self._tested, coverage=self._coverage)


def policy_test_document(tested: PolicyTestRun, wall: Wall) -> dict[str, object]:
    """Return everything as JSON has it; see docs/json.md."""
    return {
        "schema": SCHEMA,
        "failed": tested.failed,
        "tests": [
            {
                **document(_TEST, result.test),
                "passed": not result.failures,
                "failures": [_failure(each, result.test, wall) for each in result.failures],
            }
            for result in tested.results
        ],
        "unfired": plain(tested.unfired),
    }


def failures(tested: PolicyTestRun, wall: Wall) -> list[dict[str, object]]:
    """Return each failure as a record."""
    return [_failure(each, it.test, wall) for it in tested.results for each in it.failures]


def _failure(failure: PolicyTestFailure, test: PolicyTest, wall: Wall) -> dict[str, object]:
    return {
        **document(stored("location.file", "location.line", "location.column"), failure),
        "test": test.name,
        **document(stored("at", "what", "expected", "found"), failure),
        "message": sentence(failure, wall),
    }


def lines(tested: PolicyTestRun, wall: Wall, ink: Ansi) -> Iterator[str]:
    """Yield a line for each test, and below it what is not as it expects."""
    for result in tested.results:
        failed = bool(result.failures)
        verdict = ink.paint("FAILED", "red") if failed else "ok    "
        yield f"{verdict}  {one_line(result.test.name)}"
        for failure in result.failures:
            yield f"  {located(failure, wall)}"


def located(failure: PolicyTestFailure, wall: Wall) -> str:
    """Say what is not as expected, where in the file, and when in the test."""
    at = failure.location
    said = one_line(sentence(failure, wall))
    return f"{one_line(f'{at.file}:{at.line}:{at.column}')}: at {wall.moment(failure.at)}: {said}"


def summary(tested: PolicyTestRun, *, coverage: bool = False) -> Iterator[str]:
    """Yield how many passed, and what they did not touch."""
    tests = counted(len(tested.results), "test")
    yield f"{tests}, {tested.failed} failed" if tested.failed else f"{tests}, all passed"
    if tested.unfired and not coverage:
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
