"""Duty that somebody took or swapped: layers that lie on top of those of the file."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from escalate_cli.domain.policy.duty.on_duty import layers_of
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.duty_layer import Layer
from escalate_cli.domain.policy.standing.base import Standing
from escalate_cli.domain.time.instant_parsing import format_instant

UTC_ZONE = "UTC"

Span = tuple[datetime, datetime]


class DutyOverridden(Standing, frozen=True):
    """Somebody has a team's duty in [from_at, until_at), within its hours or not."""

    team: str
    person: str
    from_at: datetime
    until_at: datetime

    @property
    def about(self) -> str:
        """Return the name of the team."""
        return self.team

    @property
    def text(self) -> str:
        """Return who has the duty, and when."""
        return f"{self.person} {_written((self.from_at, self.until_at))}"

    def upon(self, people: People) -> People:
        """Put a layer on the team's plan; one who is gone has no duty."""
        if self.person not in people.people:
            return people
        layer = Layer(
            zone=UTC_ZONE,
            people=(self.person,),
            from_at=self.from_at,
            until_at=self.until_at,
            hours=ALWAYS,
            source=f"change {self.change}",
            note=_said(f"{self.person} takes over", self),
        )
        return _topped(people, self.team, [layer])


class DutySwapped(Standing, frozen=True):
    """Two people have each other's duty in some spans, whatever else the plan says there."""

    team: str
    one: str
    other: str
    spans: tuple[Span, ...]

    @property
    def about(self) -> str:
        """Return the name of the team."""
        return self.team

    @property
    def text(self) -> str:
        """Return who swapped, and which turns."""
        return f"{self.one} and {self.other} {', '.join(map(_written, self.spans))}"

    def upon(self, people: People) -> People:
        """Put a layer for each span on the team's plan; with one who is gone nobody swaps."""
        if not {self.one, self.other} <= people.people.keys():
            return people
        layers = (
            Layer(
                zone=UTC_ZONE,
                swapped=(self.one, self.other),
                from_at=since,
                until_at=until,
                source=f"change {self.change}",
                note=_said(f"{self.one} and {self.other} swapped", self),
            )
            for since, until in self.spans
        )
        return _topped(people, self.team, layers)


def _topped(people: People, name: str, layers: Iterable[Layer]) -> People:
    """Put layers on the plan of a team; one that is gone has none."""
    team = people.teams.get(name)
    if team is None:
        return people
    topped = replace(team, duty=(*layers_of(team), *layers))
    return replace(people, teams={**people.teams, name: topped})


def _said(what: str, entry: Standing) -> str:
    """Say what was done, by whom and why, as the answer to who is on duty says it."""
    why = f": {entry.message}" if entry.message else ""
    return f"{what}, says {entry.by}{why}"


def _written(span: Span) -> str:
    since, until = span
    return f"{format_instant(since)} to {format_instant(until)}"
