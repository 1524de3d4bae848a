"""What was typed before the cursor: which command it is, and what may stand where the cursor is."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from escalate_cli.cli.completion.command_table import Command, CommandTable

COMMAND: Final = "COMMAND"
"""What may stand here is the name of a command."""

_SEVERAL: Final = "..."


class Typed(NamedTuple):
    """A command line up to the cursor.

    Attributes:
        command: the one that is called; nothing where it is still to be named.
        group: the commands among which it is, or is to be named.
        wanted: what may stand here: metavars of arguments, or of the option before.
        option: the option whose value stands here, by its longest name; empty if none.
        lead: what stays as it is before what stands here, as `--priority=`.
        word: what is typed of it.
        takes_options: whether an option may stand here.
        given: the arguments before it.
        values: of the options before it, by their longest names.
    """

    command: Command | None
    group: str
    wanted: tuple[str, ...]
    option: str
    lead: str
    word: str
    takes_options: bool
    given: tuple[str, ...]
    values: dict[str, str]


def typed(words: Sequence[str], table: CommandTable) -> Typed:
    """Read the words of a command line after the program's name; the last is at the cursor."""
    *before, word = words or [""]
    commands, group, command = table.commands, "", None
    while before and commands:
        command = commands.get(before[0])
        if command is None:
            return _nowhere(word)
        name, *before = before
        before = [*command.stands_for[1:], *before]
        command = commands[command.stands_for[0]] if command.stands_for else command
        commands = command.commands
        group = f"{group}{name} " if commands else group
    if command is None or commands:
        return _nowhere(word)._replace(wanted=(COMMAND,), group=group.strip())
    return _of_command(command, before, word)._replace(group=group.strip())


def _nowhere(word: str) -> Typed:
    return Typed(None, "", (), "", "", word, takes_options=False, given=(), values={})


def _of_command(command: Command, before: Sequence[str], word: str) -> Typed:
    given: list[str] = []
    values: dict[str, str] = {}
    waiting: list[str] = []
    option, ended = "", False
    for each in before:
        if waiting:
            waiting.pop(0)
            values[option] = each
        elif ended or not each.startswith("-") or each == "-":
            given.append(each)
        elif each == "--":
            ended = True
        else:
            name, equals, value = each.partition("=")
            known = command.option(name)
            option = max(known.names, key=len) if known else ""
            if equals:
                values[option] = value
            else:
                waiting = list(known.values) if known else []
    lead = ""
    if not waiting and not ended and word.startswith("--") and "=" in word:
        name, _, word = word.partition("=")
        known = command.option(name)
        lead, waiting = f"{name}=", list(known.values) if known else []
        option = max(known.names, key=len) if known else ""
    is_value = bool(waiting or lead)
    wanted = tuple(waiting[:1]) if is_value else _at(command.takes, len(given))
    shown = option if is_value else ""
    takes_options = not ended and not is_value
    return Typed(
        command, "", wanted, shown, lead, word, takes_options, tuple(given), values
    )  # fmt: skip


def _at(takes: Sequence[str], number: int) -> tuple[str, ...]:
    """Name the arguments that may stand at a place; after several of one the next may come."""
    for place, metavar in enumerate(takes):
        if _SEVERAL in metavar:
            after = takes[place + 1 : place + 2] if number > place else ()
            return (metavar, *after)
        if place == number:
            return (metavar,)
    return ()
