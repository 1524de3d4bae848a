"""A title made to do harm goes everywhere, unharmed and harmless."""

from collections.abc import Callable

import pytest

from tests.cli.shell import Result, Shell

TITLE = "Invoices [urgent] [/oops] \x1b]0;x\x07 =1+1 \u202e"
SHOWN = "Invoices [urgent] [/oops] <U+001B>]0;x<U+0007> =1+1 <U+202E>"


@pytest.fixture
def logged(escalate: Shell) -> Shell:
    """Log a ticket of that title."""
    assert escalate.log(TITLE) == "T-1"
    return escalate


def test_it_is_kept_as_it_was_typed(logged: Shell) -> None:
    assert logged.show()["title"] == TITLE


def test_json_has_no_character_that_a_terminal_would_obey(logged: Shell) -> None:
    for argv in (["list", "--json"], ["list", "--jsonl"], ["show", "1", "--json"]):
        printed = logged.done(*argv).stdout
        assert {"\x1b", "\x07", "\u202e"} & set(printed) == set()


@pytest.mark.parametrize(
    "argv",
    [["list"], ["list", "--table"], ["show", "1"], ["show", "1", "--table"]],
    ids=" ".join,
)
def test_people_and_pipes_see_what_it_is(logged: Shell, argv: list[str]) -> None:
    logged.env |= {"COLUMNS": "150"}
    printed = logged.done(*argv).stdout
    assert SHOWN in printed
    assert {"\x1b", "\x07", "\u202e"} & set(printed) == set()


def test_a_terminal_gets_no_escape_but_our_own_colours(
    logged: Shell, terminal: Callable[..., Result]
) -> None:
    shown = terminal("list").plain
    assert SHOWN[:40] in shown
    assert {"\x1b", "\x07", "\u202e"} & set(shown) == set()


def test_the_reply_on_a_terminal_is_harmless(escalate: Shell) -> None:
    assert SHOWN in escalate.done("log", TITLE, "--table").stdout


def test_tabs_and_lines_stay_within_their_cell(escalate: Shell) -> None:
    escalate.log("two\tcells\nand \\ lines")
    assert escalate.done("list", "--fields", "id,title").rows == [
        ["T-1", "two\\tcells\\nand \\\\ lines"]
    ]


def test_an_error_repeats_hostile_words_harmlessly(escalate: Shell) -> None:
    refused = escalate("show", "\x1b]0;x\x07")
    assert "'<U+001B>]0;x<U+0007>' is not a ticket id" in refused.stderr
