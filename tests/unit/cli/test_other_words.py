"""A word that reads is answered by a command that reads, whatever it looks like."""

import pytest
import typer

from escalate_cli.cli.command_loader import ALIASES, all_commands
from escalate_cli.cli.other_words import ACTING, READING, commands_meant
from escalate_cli.errors import UsageError

GROUP = all_commands("escalate_cli.cli.commands")
COMMANDS = [*GROUP.list_commands(typer.Context(GROUP)), *ALIASES]
READ_ONLY = {
    *("doctor", "forecast", "handoff", "help", "list", "now", "oncall", "outbox", "policy"),
    *("report", "search", "show", "verify", "where", "why"),
}


@pytest.mark.parametrize("word", READING)
def test_a_word_that_reads_is_answered_with_one_that_reads(word: str) -> None:
    assert set(commands_meant(word, COMMANDS)) <= READ_ONLY


def test_what_no_command_does_is_said_otherwise() -> None:
    context = typer.Context(GROUP, info_name="escalate")
    with pytest.raises(UsageError, match="unknown command 'redo'") as refused:
        GROUP.resolve_command(context, ["redo"])
    assert "done again by its command" in str(refused.value.help)


@pytest.mark.parametrize(
    ("word", "query"), [("overdue", "is:overdue"), ("late", "is:overdue"), ("free", "is:free")]
)
def test_a_state_is_answered_with_the_list_of_it(word: str, query: str) -> None:
    context = typer.Context(GROUP, info_name="escalate")
    with pytest.raises(UsageError) as refused:
        GROUP.resolve_command(context, [word])
    assert str(refused.value.help).endswith(f"escalate list {query}")


def test_every_synonym_stands_for_a_command_and_is_none() -> None:
    assert {*READING.values(), *ACTING.values()} <= {*COMMANDS, "help"}
    assert {*READING, *ACTING} & {*COMMANDS} == set()
    assert READING.keys() & ACTING.keys() == set()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("resovle", ["resolve"]),
        ("lgo", ["log"]),
        ("acknowlege", ["acknowledge"]),
        ("chek", ["check"]),
        ("delete", ["undo"]),
        ("--csv", []),
        ("", []),
        ("x" * 5000, []),
    ],
    ids=lambda case: case[:12] if isinstance(case, str) else "",
)
def test_a_slip_is_near_its_word_and_nothing_else_is(typed: str, meant: list[str]) -> None:
    assert commands_meant(typed, COMMANDS) == meant


def test_a_synonym_of_a_command_that_is_not_there_is_none() -> None:
    assert commands_meant("add", ["list"]) == []
