"""What a new team is asked: whatever no option has answered yet."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import typer

from escalate_cli.cli.asking.questions import ask, choose
from escalate_cli.errors import UsageError
from escalate_cli.policyfile.team_policy import WAYS, TeamAnswers

_ZONES: Final = "zoneinfo/"


def team_of(people: Iterable[str], given: Mapping[str, str | None], *, asks: bool) -> TeamAnswers:
    """Return what a team says of itself.

    Args:
        people: names, each with `=` and an address if there is one.
        given: what options say, by the names of the fields.
        asks: whether somebody is there who answers the rest; else the usual is taken.

    Raises:
        UsageError: where nobody is named, or somebody who is not of the people.
    """
    named = dict(map(_person, people or (_asked_for_people() if asks else ())))
    if not named:
        raise UsageError(
            "a team has at least one person", "escalate init --person tom=tom@example.org"
        )

    def answer(field: str, question: str, default: str) -> str:
        typed = given[field]
        return typed if typed is not None else ask(question, default) if asks else default

    def chosen(field: str, question: str, default: str) -> tuple[str, ...]:
        return _members(answer(field, f"{question} ({', '.join(named)})", default), named)

    first = chosen("first", "Who takes new tickets?", ", ".join(named))
    deeper = chosen("deeper", "Who takes what they hand on?", [*named][-1])
    lead = chosen("lead", "Who is told of what is late?", deeper[0])[0]
    days, _, hours = answer("hours", "Hours of work?", "mon-fri 09:00-17:00").partition(" ")
    messages = given["messages"]
    if messages is None and asks:
        messages = choose("Where do messages go?", WAYS, WAYS[0])
    if messages not in (None, *WAYS):
        raise UsageError(f"'{messages}' is no way for messages", f"choose one of {', '.join(WAYS)}")
    return TeamAnswers(
        people=named,
        first=first,
        deeper=deeper,
        lead=lead,
        answer=answer("answer", "How soon is the most urgent ticket taken?", "15m"),
        solve=answer("solve", "And solved?", "4h"),
        days=days,
        hours=hours,
        zone=answer("zone", "In which time zone?", _zone() if asks else "UTC"),
        messages=messages or WAYS[0],
    )


def _asked_for_people() -> Iterator[str]:
    typer.echo(
        "Who is in the team? A name, and an address if you like; an empty line ends.", err=True
    )
    while typed := ask("  name address"):
        name, _, address = typed.partition(" ")
        yield f"{name}={address.strip()}"


def _person(typed: str) -> tuple[str, str]:
    name, _, address = typed.partition("=")
    return name.strip(), address.strip()


def _members(typed: str, people: Mapping[str, str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for part in typed.split(",") if (name := part.strip())))
    for name in names:
        if name not in people:
            raise UsageError(f"'{name}' is not in the team", f"it has {', '.join(people)}")
    return names or (next(iter(people)),)


def _zone() -> str:
    """Guess the zone of who answers: that of the machine."""
    path = str(Path("/etc/localtime").resolve())
    return path.partition(_ZONES)[2] or "UTC"
