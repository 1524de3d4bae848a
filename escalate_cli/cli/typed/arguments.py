"""Arguments and options: those that several commands take, and what each is called."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from escalate_cli.errors import UsageError

if TYPE_CHECKING:  # the type that Typer's own methods name
    from typer._click import Parameter


def whole(limit: int | None) -> int | None:
    """Return how much of a list is shown at most, as far as it can be counted; or UsageError."""
    if limit is not None and limit < 0:
        raise UsageError("a list has no fewer than 0 tickets", "-n 0 shows all")
    return None if limit is None else min(limit, sys.maxsize)


Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY...]", help="Words, field:value, is:state; -tag:spam is without it."
    ),
]
Only = Annotated[
    list[str],
    typer.Option(
        "--only", metavar="QUERY", help="Words, field:value and the like; repeat for more."
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "-n",
        "--limit",
        metavar="N",
        callback=whole,
        help="Show N at most; 0 is all [default: what the terminal has room for]",
    ),
]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Tickets: 12, 52..54, @last.")]
Message = Annotated[
    str, typer.Option("-m", "--message", metavar="TEXT", help="Why, or what happened.")
]
PublicMessage = Annotated[
    str, typer.Option("-m", "--message", metavar="TEXT", help="Why; those kept informed read it.")
]


def is_argument(param: "Parameter") -> bool:
    """Tell whether a parameter is an argument, and no option."""
    return param.param_type_name == "argument"


def metavar_of(param: "Parameter") -> str:
    """Return the word for a parameter's values, as in its help, without `[...]` around it."""
    return (param.metavar or param.name or "").strip("[].")


def name_of_param(param: "Parameter") -> str:
    """Return what a person calls a parameter: the long name of an option, or an argument's word."""
    return metavar_of(param) if is_argument(param) else max(param.opts, key=len)
