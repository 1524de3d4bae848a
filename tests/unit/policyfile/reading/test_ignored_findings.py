"""A comment says that a warning on its line is meant, and why; whatever else it says is said."""

import pytest

from escalate_cli.policyfile.loading import check
from tests.unit.policyfile.files import TODAY, problems_of, with_part

CHANNEL = "channels: {log: {file: tickets.json, subscribe: [ticket_logged]}}"


def _found(snippet: str) -> list[tuple[int, int, str]]:
    return [(each.line, each.column, each.code.value) for each in problems_of(snippet)]


@pytest.mark.parametrize(
    "snippet",
    [
        f"{CHANNEL} # ignore: W105 of another store",
        f"{CHANNEL} #ignore:W105   of another store",
        f"# ignore: W105 of another store\n# and so on\n\n{CHANNEL}",
        f"{CHANNEL[:-2]}}}, mail: {{apprise: 'x://y'}}}} # ignore: W105, W104, W106 all are meant",
    ],
    ids=["on its line", "in few letters", "above its line", "several"],
)
def test_a_warning_that_is_meant_is_not_said(snippet: str) -> None:
    assert _found(snippet) == []


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("W105", "this ignore gives no reason"),
        ("", "this ignores nothing, as it names no code"),
        ("this is meant", "this ignores nothing, as it names no code"),
        ("W999 meant", "there is no warning 'W999'"),
        ("w105 meant", "there is no warning 'w105'"),
        ("E201 meant", "'E201' is an error, which cannot be ignored"),
    ],
    ids=["no reason", "nothing", "no code", "an unknown code", "a small letter", "an error"],
)
def test_a_comment_that_is_not_clear_ignores_nothing_and_is_said(comment: str, said: str) -> None:
    found = problems_of(f"{CHANNEL} # ignore: {comment}")
    assert [each.code.value for each in found] == ["W105", "W402"]
    assert (found[1].message, found[1].column) == (said, len(CHANNEL) + 2)


def test_a_comment_for_nothing_is_said_at_its_place() -> None:
    assert _found("name: Support # ignore: W105 meant") == [(1, 15, "W401")]
    assert _found(f"name: x # ignore: W105 meant\n{CHANNEL}") == [(1, 9, "W401"), (2, 18, "W105")]
    assert _found(f"{CHANNEL} # ignore: W105, W104 meant") == [(1, len(CHANNEL) + 2, "W401")]
    assert _found("name: x\n") == []


@pytest.mark.parametrize(
    "text",
    ['"tells # ignore: W105 meant"', "|\n  tells\n  # ignore: W105 meant\n", "tells#ignore:W105 x"],
    ids=["in quotes", "in a block", "within a word"],
)
def test_what_stands_in_a_text_is_no_comment(text: str) -> None:
    assert _found(f"name: {text}") == []


def test_a_comment_behind_the_last_value_is_for_its_own_line() -> None:
    found = check(with_part("name: x") + b"# ignore: W105 meant\n", TODAY)
    assert [each.message for each in found[-1:]] == ["there is no W105 on line 11 to ignore"]


def test_errors_are_all_said_and_comments_wait() -> None:
    assert _found(f"nmae: x # ignore: W105 meant\n{CHANNEL}") == [(1, 1, "E201"), (2, 18, "W105")]
