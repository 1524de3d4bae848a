"""The overview fits a small terminal, and names the commands that there are."""

import re

import pytest
import typer

from escalate_cli.cli.command_loader import ALIASES, LazyGroup, all_commands
from escalate_cli.cli.help_topics import TOPICS
from escalate_cli.cli.overview import OVERVIEW
from tests.unit.cli.process import python

GROUP = all_commands("escalate_cli.cli.commands")
CARD = ("log", "list", "ack", "note", "up", "resolve", "check")
"""The commands that a newcomer needs, each with an example."""

_LISTED = OVERVIEW.partition("Tickets: ")[2].partition("\n\n")[0]


def test_it_fits_a_terminal_of_40_lines_and_80_columns() -> None:
    lines = OVERVIEW.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80


def test_it_names_every_command_and_every_short_name_once() -> None:
    words = re.findall(r"[a-z]+(?=[ ,\n]|$)", _LISTED.replace("help all:", ""))
    assert sorted(words) == sorted([*GROUP.list_commands(typer.Context(GROUP)), *ALIASES])


def test_what_a_newcomer_needs_comes_first_with_an_example() -> None:
    typed = re.findall(r"^  escalate ([a-z]+)", OVERVIEW, re.MULTILINE)
    assert typed == list(CARD)


def test_it_names_every_topic() -> None:
    (line,) = (line for line in OVERVIEW.splitlines() if "escalate help queries" in line)
    assert re.findall(r"help (.*) explains", line) == [" | ".join(TOPICS)]


@pytest.mark.parametrize("alias", ALIASES)
def test_a_short_name_stands_for_a_command(alias: str) -> None:
    verb = ALIASES[alias][0]
    context = typer.Context(GROUP)
    assert alias not in GROUP.list_commands(context)
    command = GROUP.get_command(context, alias)
    assert command is GROUP.get_command(context, verb)
    assert not isinstance(command, LazyGroup)


def test_it_costs_no_import_of_a_command_nor_typer() -> None:
    code = (
        "import sys; from escalate_cli.cli.app import run; run(['--help']);"
        "sys.exit(any(n.startswith(('typer', 'escalate_cli.cli.c')) for n in sys.modules))"
    )
    ran = python("-c", code)
    assert (ran.returncode, ran.stdout) == (0, OVERVIEW)
