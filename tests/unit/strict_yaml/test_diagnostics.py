"""Problems are shown in order, with a caret, harmless and without secrets."""

import pytest

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.strict_yaml.diagnostics import (
    MOST,
    Diagnostics,
    Problem,
    TooManyMistakesError,
    render_problems,
)
from escalate_cli.strict_yaml.syntax_tree import Scalar


def _problem(line: int, column: int, **fields: str) -> Problem:
    return Problem(line=line, column=column, message=fields.get("message", "wrong"))


def _at(line: int, column: int) -> Scalar:
    return Scalar(line=line, column=column, text="x", plain=True)


def _lines(problem: Problem, text: str, name: str = "policy.yaml") -> list[str]:
    return render_problems([problem], name, text).splitlines()


def test_the_caret_stands_under_the_place() -> None:
    assert _lines(_problem(2, 4), "a: 1\nb: x\n") == [
        "policy.yaml:2:4: error: wrong",
        "    2 | b: x",
        "      |    ^",
    ]


def test_the_help_comes_last() -> None:
    problem = Problem(line=1, column=1, message="wrong", help="mend it", severity="warning")
    assert _lines(problem, "a: 1")[0] == "policy.yaml:1:1: warning: wrong"
    assert _lines(problem, "a: 1")[-1] == "      = help: mend it"


@pytest.mark.parametrize(
    ("text", "shown", "caret"),
    [
        ("a\x1b[2J: x", "a<U+001B>[2J: x", 14),
        ("a: \u202ex", "a: <U+202E>x", 11),
        ("\ta: x", " a: x", 4),
        ("a: x\r\nb", "a: x", 3),
        ("a: x\rb", "a: x", 3),
        ("\ufeffa: x", "a: x", 3),
    ],
    ids=["escape", "bidi", "tab", "CRLF", "CR", "byte order mark"],
)
def test_a_line_is_shown_harmless_and_the_caret_still_fits(
    text: str, shown: str, caret: int
) -> None:
    column = text.removeprefix("\ufeff").splitlines()[0].index("x") + 1
    assert _lines(_problem(1, column), text)[1:] == [f"    1 | {shown}", f"      | {' ' * caret}^"]


def test_the_names_of_file_and_things_are_shown_harmless() -> None:
    shown = render_problems([_problem(1, 1, message="a\x1bb")], "x\x1by", "a: 1")
    assert "\x1b" not in shown


def test_of_a_long_line_only_the_surroundings_are_shown() -> None:
    _, line, caret = _lines(_problem(1, 501), "a" * 500 + "b" + "c" * 500)
    assert len(line) < 150
    assert line[caret.index("^")] == "b"
    assert line.count("…") == 2


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            'mail: {apprise: "mailtos://me:pw@host?to=x"}',
            'mail: {apprise: "mailtos://***************"}',
        ),
        ("a: slack://TokenA/TokenB # x", "a: slack://************* # x"),
    ],
)
def test_addresses_are_masked(line: str, shown: str) -> None:
    assert _lines(_problem(1, 1), line)[1] == f"    1 | {shown}"


def test_a_place_behind_the_last_line_shows_no_line() -> None:
    assert _lines(_problem(9, 1), "a: 1") == ["policy.yaml:9:1: error: wrong"]


def test_problems_come_in_the_order_of_the_file() -> None:
    report = Diagnostics()
    for line, column in ((3, 1), (1, 9), (1, 2)):
        report.error(_at(line, column), "wrong")
    report.warn(_at(2, 1), "odd", code=FindingCode.NO_EFFECT)
    assert [(p.line, p.column) for p in report.problems] == [(1, 2), (1, 9), (2, 1), (3, 1)]
    assert report.errors == 3


def test_a_report_ends_when_nobody_would_read_on() -> None:
    report = Diagnostics()
    for line in range(MOST):
        report.error(_at(line + 1, 1), "wrong")
    with pytest.raises(TooManyMistakesError):
        report.error(_at(MOST + 1, 1), "wrong")
