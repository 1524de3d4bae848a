"""The options that every command takes, declared once."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial, wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Concatenate, Final, ParamSpec, get_type_hints, overload

import typer
from msgspec import convert

from escalate_cli.cli.stdio import OutputError
from escalate_cli.cli.typed.arguments import whole
from escalate_cli.cli.typed.typed_tickets import names_tickets, tickets_meant
from escalate_cli.errors import ExitCode, UsageError
from escalate_cli.invocation import COLOURS, Invocation

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring

P = ParamSpec("P")
_PREFIX: Final = "shared_"

_NUMBER: Final = "N"

_EVERY: Final = (
    ("json", "--json", None, "Print JSON."),
    ("fields", "--fields", "A,B", "Print only these fields."),
    ("table", "--table", None, "Print for a terminal, wherever it goes."),
    ("store", "--store", "PATH", "Where the tickets are."),
    ("policy", "--policy", "FILE", "The policy to follow."),
    ("actor", "--as", "NAME", "Act for someone else; both are recorded."),
    ("now", "--now", "TIME", "Take this instant for the present."),
    ("color", "--color", "WHEN", "Use colours: auto, always or never."),
    ("quiet", "-q --quiet", None, "Print the result alone."),
)
_LISTS: Final = (
    ("jsonl", "--jsonl", None, "Print one JSON object a line."),
    ("header", "--header", None, "Name the columns in the first line of TSV."),
)
_ARRANGED: Final = (
    ("sort", "--sort", "A,-B", "Sort by these fields; - before one is downwards."),
    ("columns", "--columns", "A,B", "Show these columns."),
    ("group_by", "--group-by", "FIELD", "Show those together that have the same in a field."),
    ("limit", "-n --limit", _NUMBER, "Show N at most; 0 is all."),
)
_SENDS: Final = (("send", "--send", None, "Send what waits in the outbox, as check does."),)
SHARED_OPTIONS: Final = frozenset(
    name for _, names, _, _ in (*_EVERY, *_LISTS, *_ARRANGED, *_SENDS) for name in names.split()
)


_VALUED: Final = frozenset(
    name for _, names, metavar, _ in (*_EVERY, *_LISTS) if metavar for name in names.split()
)


def are_all_shared(args: Sequence[str]) -> bool:
    """Tell whether a command line has nothing but options that every command takes."""
    waits = False
    for arg in args:
        name, equals, _ = arg.partition("=")
        if not waits and name not in SHARED_OPTIONS:
            return False
        waits = not waits and name in _VALUED and not equals
    return True


def is_shared(name: str) -> bool:
    """Say whether a parameter is one of those every command takes."""
    return name.startswith(_PREFIX)


@overload
def shared(command: "Callable[Concatenate[Wiring, P], None]", /) -> Callable[..., None]: ...


@overload
def shared(
    *, lists: bool = False, arranged: bool = False, sends: bool = False
) -> "Callable[[Callable[Concatenate[Wiring, P], None]], Callable[..., None]]": ...


def shared(
    command: "Callable[Concatenate[Wiring, P], None] | None" = None,
    /,
    *,
    lists: bool = False,
    arranged: bool = False,
    sends: bool = False,
) -> object:
    """Give a command the shared options; it gets the wiring they ask for first.

    Args:
        command: what to run; its first parameter is the wiring, the others are its own.
        lists: whether it prints many records, so that JSONL and a header make sense.
        arranged: whether these are a list whose order, columns and length may be chosen.
        sends: whether it may have something to tell, which `--send` does not leave to `check`.
    """
    several = (*(_LISTS if lists else ()), *(_ARRANGED if arranged else ()))
    rows = (*(_SENDS if sends else ()), *several, *_EVERY)
    extra = [_parameter(*row) for row in rows]
    return partial(_extend, extra=extra) if command is None else _extend(command, extra)


def _extend(command: Callable[..., None], extra: Sequence[Parameter]) -> Callable[..., None]:
    own = list(signature(command).parameters.values())[1:]

    @wraps(command)
    def run(**given: object) -> None:
        from escalate_cli.wiring import Wiring  # noqa: PLC0415 - start-up time

        asked = {option.name: given.pop(option.name) for option in extra}
        settings = _settings(asked)
        wiring = Wiring(settings)
        for name in tickets:
            given[name] = tickets_meant(given[name], wiring)
        try:
            command(wiring, **given)
            sys.stdout.flush()
            wiring.say_notice()
        except OutputError as error:
            error.comes_after(vars(wiring).get("store"))
            raise
        if settings.send:
            from escalate_cli.cli.typed.send_option import send_after  # noqa: PLC0415 - start-up time

            send_after(wiring)
        if wiring.left_out:
            raise typer.Exit(ExitCode.COULD_NOT)

    run.__annotations__ = {parameter.name: parameter.annotation for parameter in own}
    hints = get_type_hints(run, include_extras=True)
    parameters = [*(each.replace(annotation=hints[each.name]) for each in own), *extra]
    tickets = [each.name for each in parameters if names_tickets(each.annotation)]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    vars(run)["__signature__"] = Signature(parameters)
    return run


def _parameter(name: str, names: str, metavar: str | None, about: str) -> Parameter:
    check = whole if metavar == _NUMBER else None
    wanted = typer.Option(*names.split(), metavar=metavar, help=about, callback=check)
    kind = bool if metavar is None else int | None if metavar == _NUMBER else str | None
    return Parameter(
        _PREFIX + name,
        Parameter.KEYWORD_ONLY,
        default=False if metavar is None else None,
        annotation=Annotated[kind, wanted],
    )


def _settings(asked: Mapping[str, object]) -> Invocation:
    values = {name.removeprefix(_PREFIX): value for name, value in asked.items()}
    looks = [f"--{look}" for look in ("json", "jsonl", "table") if values.get(look)]
    if len(looks) > 1:
        raise UsageError(f"{' and '.join(looks)} exclude each other", help="choose one of them")
    if values.get("columns") and values["fields"]:
        raise UsageError("--columns and --fields exclude each other", help="choose one of them")
    color = values["color"]
    if color not in {None, *COLOURS}:
        raise UsageError(f"--color '{color}' is none of {', '.join(COLOURS)}")
    return convert(values, Invocation)
