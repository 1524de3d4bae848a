"""Who is there today, and how they are reached and told: never pinned with a ticket."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from escalate_cli.domain.policy.rules import CalendarSpec, When, calendar_named
from escalate_cli.domain.time.calendar import BusinessCalendar


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """How a contact is reached.

    Attributes:
        kind: name of the module in `notify/channels` that sends.
        value: one URL or path, the words of a command, or nothing for the console.
        subscribe: the kinds of events that it is told of, besides what its contacts are.
    """

    id: str
    kind: str
    value: tuple[str, ...] = ()
    subscribe: tuple[str, ...] = ()


class Quiet(msgspec.Struct, frozen=True, kw_only=True):
    """Messages wait until a calendar opens, except about tickets that match."""

    outside: str
    unless: When | None = None


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody a ticket can be given to or who can be told."""

    id: str
    name: str
    logins: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    quiet: Quiet | None = None


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody takes the place of whose turn it is, in [from_at, until_at)."""

    person: str
    from_at: datetime
    until_at: datetime


class Rota(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call, in turns that change over in local time.

    Attributes:
        starts: wall time of `zone`, without an offset, at which the first turn begins.
    """

    zone: str
    starts: datetime
    every: timedelta
    order: tuple[str, ...]
    overrides: tuple[Override, ...] = ()


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """People who share a level's work, and who stands in for them."""

    id: str
    members: tuple[str, ...]
    skills: tuple[str, ...] = ()
    hours: str | None = None
    fallback: str | None = None
    on_call: Rota | None = None
    quiet: Quiet | None = None


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """What the policy knows about one customer."""

    id: str
    vip: bool = False
    contact: tuple[str, ...] = ()


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """Who is a stakeholder of every ticket that matches."""

    when: When
    people: tuple[str, ...]


class People(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the policy in force today knows, for every ticket alike.

    Attributes:
        timezone: of the instants in texts.
        calendars: those that teams and quiet hours go by.
        messages: the policy's own texts by name.
    """

    timezone: str
    calendars: Mapping[str, CalendarSpec]
    people: Mapping[str, Person]
    teams: Mapping[str, Team]
    customers: Mapping[str, Customer]
    messages: Mapping[str, str]
    channels: Mapping[str, Channel] = {}
    subscriptions: tuple[Subscription, ...] = ()

    def calendar(self, name: str) -> BusinessCalendar:
        """Return the calendar of that name."""
        return calendar_named(name, self.calendars)

    def person_of(self, name: str) -> Person | None:
        """Return the person with this id or login."""
        if name in self.people:
            return self.people[name]
        return next((p for p in self.people.values() if name in p.logins), None)

    def quiet_of(self, person: Person) -> Quiet | None:
        """Return a person's quiet hours: their own, else those of their first team with some."""
        if person.quiet is not None:
            return person.quiet
        teams = (team for team in self.teams.values() if person.id in team.members)
        return next((team.quiet for team in teams if team.quiet is not None), None)
