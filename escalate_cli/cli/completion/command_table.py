"""The table of commands: what each takes, as the commands themselves say, built beforehand.

A test builds it from the commands and compares; `make snapshots` writes it anew.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

_FILE: Final = Path(__file__).with_name("commands.json")


class Option(NamedTuple):
    """One option: its names, its values (none for a flag), and what it is for."""

    names: tuple[str, ...]
    values: tuple[str, ...]
    about: str


class Command(NamedTuple):
    """One command, or a group of them.

    Attributes:
        name: as it is typed after the names of its groups.
        stands_for: what an alias is short for, the command's name first.
        takes: what its arguments are, such as `ID...`.
        commands: those of a group.
    """

    name: str
    about: str
    stands_for: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    commands: "Mapping[str, Command]" = MappingProxyType({})

    def option(self, name: str) -> Option | None:
        """Return the option of a name."""
        return next((each for each in self.options if name in each.names), None)


class CommandTable(NamedTuple):
    """All that can be typed without looking at a store.

    Attributes:
        words: fixed words by what they are, such as the names of clocks.
        queries: the words before a colon in a query, and what stands after each.
    """

    commands: Mapping[str, Command]
    words: Mapping[str, Mapping[str, str]]
    queries: Mapping[str, str]


def command_table() -> CommandTable:
    """Read the table that comes with the program."""
    read = json.loads(_FILE.read_bytes())
    return CommandTable(_commands(read["commands"]), read["words"], read["queries"])


def _commands(read: Mapping[str, Any]) -> dict[str, Command]:
    return {name: _command(name, each) for name, each in read.items()}


def _command(name: str, read: Mapping[str, Any]) -> Command:
    options = (
        Option(tuple(names), tuple(values), about)
        for names, values, about in read.get("options", ())
    )
    return Command(
        name,
        read["about"],
        tuple(read.get("stands_for", ())),
        tuple(read.get("takes", ())),
        tuple(options),
        _commands(read.get("commands", {})),
    )
