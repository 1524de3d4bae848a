"""Words after the tickets: `resolve 3 fixed it` says what `resolve 3 -m 'fixed it'` says."""

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from escalate_cli.cli.typed.arguments import is_argument, metavar_of, name_of_param
from escalate_cli.cli.typed.typed_tickets import is_ticket
from escalate_cli.errors import UsageError

if TYPE_CHECKING:  # the types that Typer's own methods name
    from typer._click import Context, Parameter

FirstWord = tuple[str, Collection[str]]
"""An option by its parameter, and the values that a first word after the tickets may give it."""

_MESSAGE: Final = "message"
_TEXTS: Final = ("TEXT", "TITLE")
_TICKETS: Final = "ID"
_LIKE_AN_ID: Final = r"(?:#|[Tt]?-?)[0-9]\S*|[Tt]-\S*|key:\S*"
"""A single word of this form is a ticket that was mistyped, and no text."""

_AN_ID: Final = r"[Tt]-[0-9]+"


def text_of(command_params: Sequence["Parameter"]) -> "Parameter | None":
    """Return what takes the words that are left over: the text at the end, or else `-m`."""
    arguments = [each for each in command_params if is_argument(each)]
    if arguments and metavar_of(arguments[-1]) in _TEXTS:
        return arguments[-1]
    message = next((each for each in command_params if each.name == _MESSAGE), None)
    return message if arguments and metavar_of(arguments[0]) == _TICKETS else None


def deal_words(ctx: "Context", first_word: FirstWord | None) -> None:
    """Give each argument its words, and what is left over to the text; raises UsageError.

    Args:
        ctx: the command line as it was read, with what was left over.
        first_word: what the command makes of a first word after the tickets.
    """
    text = text_of(ctx.command.params)
    if text is None:
        return
    arguments = [each for each in ctx.command.params if is_argument(each) and each is not text]
    rest = [word for each in (*arguments, text) if is_argument(each) for word in _typed(ctx, each)]
    rest += ctx.args
    several = False
    for place, each in enumerate(arguments):
        wanted = sum(later.required for later in arguments[place + 1 :])
        count = _count(each, rest, wanted)
        if each.nargs == -1 and count > 1:
            several = True
        _give(ctx, each, rest[:count])
        rest = rest[count:]
    if is_argument(text):
        if len(rest) > 1:
            ctx.params[text.name or ""] = " ".join(rest)
        return
    first = rest[0].lower() if rest else ""
    if first_word and first in first_word[1] and not _is_given(ctx, first_word[0]):
        _give(ctx, _param(ctx, first_word[0]), [first], like=arguments[0])
        rest = rest[1:]
    if rest:
        _refuse_doubtful(ctx, rest, several)
        _give(ctx, text, [" ".join(rest)], like=arguments[0])


def _refuse_doubtful(ctx: "Context", words: Sequence[str], several: bool) -> None:
    """Refuse words that may not be meant as a text; raises UsageError."""
    first, way = words[0], "quote the text, or give it by -m"
    no_id = UsageError(f"'{first}' is not a ticket id", f"write it as T-12 or 12; {way}")
    if re.fullmatch(_LIKE_AN_ID, first):
        raise no_id
    mixed = next((word for word in words[1:] if re.fullmatch(_AN_ID, word)), None)
    if mixed:
        raise UsageError(f"'{mixed}' stands after words, so that it may be one", way)
    if several and not (len(words) == 1 and re.search(r"\s", first)):
        raise no_id
    if _is_given(ctx, _MESSAGE):
        raise UsageError("there are two texts: that of -m, and words after the tickets", way)
    for each in ctx.command.params:
        name = name_of_param(each)
        if not is_argument(each) and first in _names(ctx, name.removeprefix("--")):
            raise UsageError(f"'{first}' may mean {name} {first}, or begin a text", way)


def _names(ctx: "Context", kind: str) -> Collection[str]:
    """Return the names of a kind in the policy, such as levels; nothing for another word."""
    from escalate_cli.cli.completion.policy_names import (  # noqa: PLC0415 - start-up time
        NAMES,
        policy_of,
    )

    if kind not in NAMES:
        return ()
    given = {f"--{name}": ctx.params.get(f"shared_{name}") for name in ("store", "policy")}
    return NAMES[kind](policy_of({name: value for name, value in given.items() if value}))


def _count(argument: "Parameter", words: Sequence[str], wanted: int) -> int:
    """Count the words of an argument: of tickets as many as there are, but one at least."""
    if argument.nargs != -1:
        return min(len(words), 1)
    ids = next(
        (n for n, word in enumerate(words) if word.strip() and not is_ticket(word)), len(words)
    )
    return max(min(ids, len(words) - wanted), min(len(words), 1))


def _give(
    ctx: "Context", param: "Parameter", words: Sequence[str], like: "Parameter | None" = None
) -> None:
    """Set the value of a parameter to words, as typed as the value of `like` was."""
    name = param.name or ""
    if not words:
        return
    ctx.params[name] = list(words) if param.nargs == -1 else words[0]
    source = ctx.get_parameter_source((like or param).name or "")
    if source is not None:
        ctx.set_parameter_source(name, source)


def _typed(ctx: "Context", argument: "Parameter") -> list[str]:
    value = ctx.params.get(argument.name or "")
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]


def _param(ctx: "Context", name: str) -> "Parameter":
    return next(each for each in ctx.command.params if each.name == name)


def _is_given(ctx: "Context", name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
