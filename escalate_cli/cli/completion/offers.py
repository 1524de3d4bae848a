"""What is offered at the cursor: words that fit there, each with what it means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from escalate_cli.cli.completion.command_table import Command, CommandTable
from escalate_cli.cli.completion.policy_names import NAMES, policy_of
from escalate_cli.cli.completion.store_meant import store_meant, views_kept
from escalate_cli.cli.completion.ticket_ids import ids
from escalate_cli.cli.completion.typed_words import COMMAND, Typed

Offers = Iterable[tuple[str, str]]
"""Words, and what is said of each."""

FILES: Final = ":files"
"""Stands for the names of files, which the shell knows best."""

_GENERIC: Final = frozenset({"name", "value", "level", "id"})
_MEANT: Final = {
    **dict.fromkeys(("as", "requester", "owner", "stakeholder", "who"), "person"),
    **dict.fromkeys(("file", "new", "path"), FILES),
    **dict.fromkeys(("duplicate-of", "related", "ticket"), "id"),
    "p": "priority",
    "remove-skill": "skill",
}
"""Words for a value by what is asked for; every other word is one of these kinds itself."""

_OF_A_LIST: Final = frozenset({"sort", "columns", "group-by", "fields"})
"""Options whose values are fields of what a list holds."""

_TICKETS: Final = "list"
"""The command that lists tickets, under whatever short name."""

_OF_NOBODY: Final = ("owner", "requester")
_WORTH_QUOTES: Final = frozenset(' \t:,"')


def offers(typed: Typed, table: CommandTable) -> Offers:
    """Return what fits where the cursor is, whether or not it begins as the word does."""
    if typed.wanted == (COMMAND,):
        return _commands(typed, table)
    if typed.takes_options and typed.word[:1] == "-" and ":" not in typed.word and typed.command:
        return _options(typed.command)
    found = [_values(metavar, typed, table) for metavar in typed.wanted]
    if not found and typed.takes_options and typed.command and not typed.word:
        found.append(_options(typed.command))
    return [each for some in found for each in some]


def _commands(typed: Typed, table: CommandTable) -> Iterator[tuple[str, str]]:
    if typed.word[:1].isdigit() or typed.word[:2].upper() == "T-":
        yield from _tickets(typed)
        return
    commands = table.commands
    for name in typed.group.split():
        commands = commands[name].commands
    for name, command in commands.items():
        yield name, command.about


def _options(command: Command) -> Iterator[tuple[str, str]]:
    for option in command.options:
        for name in option.names:
            yield name, option.about


def _values(metavar: str, typed: Typed, table: CommandTable) -> Offers:
    """Return the values of an argument or an option."""
    bare = metavar.strip("[].<>")
    if "|" in bare and bare.islower():
        return [(each, "") for each in bare.split("|")]
    bare = bare if "|" not in bare else _alternative(bare.split("|"), typed.word)
    kind = bare.lower()
    own = typed.option.removeprefix("--")
    if own in _OF_A_LIST:
        return _fields(own, typed, table)
    if own and kind in _GENERIC:
        kind = own if _is_kind(own, table) else kind
    kind = _MEANT.get(kind, kind)
    if kind == "id":
        return _tickets(typed)
    if kind == "query":
        return _queries(typed, table)
    if kind == FILES:
        return [(FILES, "")]
    return _named(kind, typed, table).items()


def _alternative(metavars: Sequence[str], word: str) -> str:
    """Tell which of a file and an id is begun; without any word, an id."""
    is_id = not word or word[0] in "tT0123456789"
    return next(each for each in metavars if (each == "ID") is is_id)


def _is_kind(word: str, table: CommandTable) -> bool:
    return word in _MEANT or word in table.words or word in NAMES


def _tickets(typed: Typed) -> Offers:
    """Return ids of tickets; for an argument only those on which the command can act."""
    command = typed.command.name if typed.command and not typed.option else ""
    return ids(store_meant(typed.values), command, typed.word, typed.given)


def _named(kind: str, typed: Typed, table: CommandTable) -> Mapping[str, str]:
    if kind in table.words:
        return table.words[kind]
    return NAMES[kind](policy_of(typed.values)) if kind in NAMES else {}


def _fields(option: str, typed: Typed, table: CommandTable) -> Iterator[tuple[str, str]]:
    """Yield the fields of a ticket, where a list of them is arranged."""
    if typed.group or typed.command is None or typed.command.name != _TICKETS:
        return
    lead = "" if option == "group-by" else typed.word[: typed.word.rfind(",") + 1]
    sign = "-" if option == "sort" and typed.word.removeprefix(lead)[:1] == "-" else ""
    for name, about in table.words["field"].items():
        yield f"{lead}{sign}{name}", about


def _queries(typed: Typed, table: CommandTable) -> Iterator[tuple[str, str]]:
    """Yield the words of a query, or what may stand behind the colon of one."""
    sign = next((each for each in ("-", "not:") if typed.word.startswith(each)), "")
    field, colon, value = typed.word.removeprefix(sign).partition(":")
    if not colon:
        for each, about in table.queries.items():
            yield f"{sign}{each}:", about
        for name, query in views_kept().items():
            yield f"@{name}", query
        return
    if field not in table.queries:
        return
    lead = f"{sign}{field}:{value[: value.rfind(',') + 1]}"
    for name, about in _named(_MEANT.get(field, field), typed, table).items():
        quoted = f'"{name}"' if _WORTH_QUOTES.intersection(name) else name
        yield f"{lead}{quoted}", about
    if field in _OF_NOBODY:
        yield f"{lead}@me", "who asks"
        yield f"{lead}-", "nobody"
