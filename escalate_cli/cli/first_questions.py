"""What a new team is asked: whatever no option has answered yet, each until the answer fits."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

import msgspec
import typer
from msgspec.structs import replace

from escalate_cli.cli.asking.questions import ask_fit, choose
from escalate_cli.errors import UsageError
from escalate_cli.policyfile.team_policy import WAYS, TeamAnswers

Fits = Callable[[TeamAnswers], object]
"""Raises UsageError where a team with these answers would have no sound policy."""

_ZONES: Final = "zoneinfo/"
_ABOUT: Final = {
    "file": "messages.jsonl in the store's folder: to see what would be sent",
    "mail": "to the addresses, by the server that SMTP_URL names",
    "none": "nowhere yet: the outbox shows them",
}


class _Question(msgspec.Struct, frozen=True):
    """One thing that a team says of itself.

    Attributes:
        default: the usual answer of a team.
        takes: returns the team with what was typed; raises UsageError.
        names: whether it is answered by people of the team, who are shown.
    """

    field: str
    asks: str
    default: Callable[[TeamAnswers], str]
    takes: Callable[[TeamAnswers, str], TeamAnswers]
    names: bool = False

    def shown(self, team: TeamAnswers) -> str:
        """Return the question."""
        return f"{self.asks} ({', '.join(team.people)})" if self.names else self.asks


def team_of(
    people: Iterable[str], given: Mapping[str, str | None], fits: Fits | None
) -> TeamAnswers:
    """Return what a team says of itself.

    Args:
        people: names, each with `=` and an address if there is one.
        given: what options say, by the names of the fields.
        fits: looks at each answer where somebody is there who answers the rest; without it the
            usual is taken.

    Raises:
        UsageError: where nobody is named, or an option says what cannot be.
    """
    named = dict(map(_person, people))
    if not named and fits:
        named = _asked_for_people(fits)
    if not named:
        raise UsageError(
            "a team has at least one person", "escalate init --person tom=tom@example.org"
        )
    team = _team(named)
    for question in _QUESTIONS:
        typed = given[question.field]
        if typed is None and fits:
            team = _answered(question, team, fits)
        else:
            team = question.takes(team, question.default(team) if typed is None else typed)
    return team if fits or given["zone"] else replace(team, zone="UTC")


def _answered(question: _Question, team: TeamAnswers, fits: Fits) -> TeamAnswers:
    """Ask until the answer makes a sound policy."""
    if question.field == "messages":
        return question.takes(team, choose(question.asks, WAYS, question.default(team), _ABOUT))

    def read(typed: str) -> TeamAnswers:
        answered = question.takes(team, typed)
        fits(answered)
        return answered

    return ask_fit(question.shown(team), question.default(team), read)


def _asked_for_people(fits: Fits) -> dict[str, str]:
    """Ask for people, one after the other; the first one must be somebody."""
    typer.echo(
        "Who is in the team? A name, and an address if you like; an empty line ends.", err=True
    )
    people = dict[str, str]()

    def read(typed: str) -> tuple[str, str]:
        name, address = _name_and_address(typed, " ")
        if not name and not people:
            raise UsageError("a team has at least one person", "type a name")
        if name in people:
            raise UsageError(f"{name} is in the team already", "an empty line ends")
        if name:
            fits(_team({**people, name: address}))
        return name, address

    while (said := ask_fit("  name address", "", read))[0]:
        people.update([said])
    return people


def _team(people: Mapping[str, str]) -> TeamAnswers:
    names = list(people)
    return TeamAnswers(people=dict(people), first=tuple(names), deeper=(names[-1],), lead=names[-1])


def _person(typed: str) -> tuple[str, str]:
    return _name_and_address(typed, "=")


def _name_and_address(typed: str, sign: str) -> tuple[str, str]:
    """Read somebody's name and address, with a sign between them or as mail has them.

    Who goes by several words there goes by what stands before the `@` here.
    """
    if typed.rstrip().endswith(">"):
        from email.utils import parseaddr  # noqa: PLC0415 - few paste such a line

        name, address = parseaddr(typed)
        return name if name and " " not in name else address.partition("@")[0], address
    name, _, address = typed.partition(sign)
    return name.strip(), address.strip()


def _members(team: TeamAnswers, typed: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for part in typed.split(",") if (name := part.strip())))
    for name in names:
        if name not in team.people:
            raise UsageError(f"'{name}' is not in the team", f"it has {', '.join(team.people)}")
    return names or (next(iter(team.people)),)


def _way(typed: str) -> str:
    if typed not in WAYS:
        raise UsageError(f"'{typed}' is no way for messages", f"choose one of {', '.join(WAYS)}")
    return typed


def _hours(team: TeamAnswers, typed: str) -> TeamAnswers:
    days, _, hours = typed.partition(" ")
    if not hours.strip():
        raise UsageError(f"'{typed}' names no hours", "write it like mon-fri 09:00-17:00")
    return replace(team, days=days, hours=hours.strip())


def _zone() -> str:
    """Guess the time zone: the one of the machine."""
    path = str(Path("/etc/localtime").resolve())
    return path.partition(_ZONES)[2] or "UTC"


_QUESTIONS: Final = (
    _Question(
        "first",
        "Who takes new tickets?",
        lambda team: ", ".join(team.people),
        lambda team, typed: replace(team, first=_members(team, typed)),
        names=True,
    ),
    _Question(
        "deeper",
        "Who takes what they hand on?",
        lambda team: [*team.people][-1],
        lambda team, typed: replace(team, deeper=_members(team, typed)),
        names=True,
    ),
    _Question(
        "lead",
        "Who is told of what is late?",
        lambda team: team.deeper[0],
        lambda team, typed: replace(team, lead=_members(team, typed)[0]),
        names=True,
    ),
    _Question("hours", "Hours of work?", lambda _: "mon-fri 09:00-17:00", _hours),
    _Question(
        "messages",
        "Where do messages go?",
        lambda _: WAYS[0],
        lambda team, typed: replace(team, messages=_way(typed)),
    ),
    _Question(
        "answer",
        "How soon is the most urgent ticket taken?",
        lambda _: "15m",
        lambda team, typed: replace(team, answer=typed),
    ),
    _Question(
        "solve", "And solved?", lambda _: "4h", lambda team, typed: replace(team, solve=typed)
    ),
    _Question(
        "zone",
        "In which time zone?",
        lambda _: _zone(),
        lambda team, typed: replace(team, zone=typed),
    ),
)
