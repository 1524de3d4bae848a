"""Policy tests as a JUnit file, which continuous integration shows beside other tests."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.render.results.policy_test import located, sentence
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.policy.policy_tests import PolicyTestResult, PolicyTestRun

BEGINNING: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="escalate policy test"'
"""What tells such a file from all others."""

_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def junit(tested: PolicyTestRun, wall: Wall) -> str:
    """Return the whole file; a suite is a file of tests, and names in it are made harmless."""
    suites = groupby(tested.results, key=lambda result: result.test.location.file)
    lines = [
        f"{BEGINNING} {_counts(tested.results)}>",
        *(line for file, results in suites for line in _suite(file, tuple(results), wall)),
        "</testsuites>",
    ]
    return "\n".join([*lines, ""])


def junit_unread(said: str, name: str) -> str:
    """Return the JUnit file for tests that cannot be read: one error."""
    counts = 'tests="1" failures="0" errors="1" time="0"'
    first, case = _safe(said.partition("\n")[0]), "the tests can be read"
    lines = [
        f"{BEGINNING} {counts}>",
        f'  <testsuite name="{_safe(name)}" {counts} skipped="0">',
        f'    <testcase classname="{_safe(name)}" name="{case}" time="0">',
        f'      <error message="{first}">{_safe(said, lines=True)}</error>',
        "    </testcase>",
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join([*lines, ""])


def _suite(file: str, results: tuple[PolicyTestResult, ...], wall: Wall) -> Iterator[str]:
    yield f'  <testsuite name="{_safe(file)}" {_counts(results)} skipped="0">'
    for result in results:
        case = f'<testcase classname="{_safe(file)}" name="{_safe(result.test.name)}" time="0"'
        if not result.failures:
            yield f"    {case}/>"
            continue
        first = result.failures[0]
        said = "\n".join(located(each, wall) for each in result.failures)
        yield f"    {case}>"
        opened = f'<failure type="{_safe(first.what)}" message="{_safe(sentence(first, wall))}">'
        yield f"      {opened}{_safe(said, lines=True)}</failure>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _counts(results: tuple[PolicyTestResult, ...]) -> str:
    failed = sum(bool(result.failures) for result in results)
    return f'tests="{len(results)}" failures="{failed}" errors="0" time="0"'


def _safe(text: str, *, lines: bool = False) -> str:
    """Write text so that XML takes it for text, without what no XML may hold."""
    shown = "\n".join(map(one_line, text.split("\n"))) if lines else one_line(text)
    return shown.translate(_ENTITIES)
