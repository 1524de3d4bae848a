"""People of today, and how they are reached and told: never pinned with a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.identity import addresses_of, is_among, plain_form
from escalate_cli.domain.policy.sections.assignment import Assignment, Turns
from escalate_cli.domain.policy.sections.calendars import CalendarSpec, calendar_named
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.duty_layer import Layer
from escalate_cli.domain.policy.sections.heartbeat import Heartbeat
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.sections.message_expiry import LateNews
from escalate_cli.domain.policy.sections.policy_key import (
    CalendarName,
    Contact,
    Doc,
    PersonName,
    Word,
    Zone,
)
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
    subscribe: Annotated[
        tuple[Annotated[str, Word("event")], ...],
        Doc(
            "list of [kinds of events](messages.md#events-for-scripts) that the channel is told of",
            "hook: {command: [/usr/local/bin/on-event], subscribe: [ticket_escalated]}",
        ),
    ] = ()


class Quiet(msgspec.Struct, frozen=True, kw_only=True):
    """Messages wait until a calendar opens, except about tickets that match."""

    outside: Annotated[
        str, Word("calendar that opens"), Doc("calendar; messages wait until it opens", "office")
    ]
    unless: Annotated[
        When | None,
        Doc("[condition](#when); messages about these tickets do not wait", "{priority: P1}"),
    ] = None


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody a ticket can be given to or who can be told."""

    id: str
    name: Annotated[str, Doc("text", "Ana Ruiz", "the name of the entry")]
    logins: Annotated[
        tuple[Annotated[str, Word("login")], ...],
        Doc("list of account names; each belongs to one person", "[aruiz]"),
    ] = ()
    contact: Annotated[
        tuple[Contact, ...],
        Doc("list of `channel:address`, the best first", '["mail:ana@example.org"]'),
    ] = ()
    skills: Annotated[tuple[str, ...], Doc("list of texts", "[network, firewall]")] = ()
    quiet: Annotated[
        Quiet | None,
        Doc("[when messages wait](#peoplenamequiet)", "{outside: office}", "never"),
    ] = None
    machine: Annotated[
        bool,
        Doc("`true` for a program: what it says or does answers nobody", "machine: true"),
    ] = False

    @property
    def ids(self) -> tuple[str]:
        """Return the one name by which the policy knows the person."""
        return (self.id,)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return what stands behind the channels of the contacts."""
        return addresses_of(self.contact)


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """People who share a level's work, and who stands in for them."""

    id: str
    members: Annotated[tuple[PersonName, ...], Doc("list of people", "[cy, di]")] = ()
    skills: Annotated[
        tuple[str, ...], Doc("list of texts, on top of those of the members", "[network]")
    ] = ()
    hours: Annotated[
        CalendarName | None,
        Doc("calendar outside which the fallback takes tickets", "office", "`always`"),
    ] = None
    fallback: Annotated[
        Annotated[str, Word("stand-in")] | None,
        Doc(
            "person, or team by its own plan, who stands in when nobody else is there",
            "lee",
            "nobody",
        ),
    ] = None
    duty: Annotated[
        tuple[Layer, ...],
        Doc(
            "list of [layers](#teamsnameduty): the last one that is open and names somebody says"
            " who is on duty",
            "[{turns: [cy, di], every: 1w, starts: 2026-01-05}]",
            "all members, within `hours`",
        ),
    ] = ()
    assignment: Annotated[
        Assignment,
        Doc(
            "who owns a ticket where several are on duty: `duty`, whoever takes it;"
            " `round_robin`, each of them in turn",
            "round_robin",
        ),
    ] = "duty"
    quiet: Annotated[
        Quiet | None,
        Doc(
            "[when messages wait](#peoplenamequiet) for members who have no such hours of their"
            " own",
            "{outside: office}",
            "never",
        ),
    ] = None


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """What the policy knows about one customer.

    Attributes:
        contact: how it is told of its tickets.
        contacts: who speaks for it: names, addresses, or `@acme.example` for a whole domain.
    """

    id: str
    vip: Annotated[bool, Doc("`true` or `false`", "acme: {vip: true}")] = False
    contact: Annotated[
        tuple[Contact, ...],
        Doc(
            "list of `channel:address`, the best first; gets what stakeholders get",
            'acme: {contact: "mail:ops@acme.example"}',
        ),
    ] = ()
    contacts: Annotated[
        tuple[str, ...],
        Doc(
            "list of who speaks for the customer: names, addresses, or a domain with its `@`",
            'acme: {contacts: ["@acme.example"]}',
        ),
    ] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return what stands behind the channels of its contact."""
        return addresses_of(self.contact)


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """Who is a stakeholder of every ticket that matches."""

    when: Annotated[When, Doc("[condition](#when)", "{service: payments}", "every ticket")] = When()
    people: Annotated[
        tuple[Annotated[str, Word("follower")], ...],
        Doc(
            "list of people, or contacts such as `mail:board@example.org`, who are told as"
            " stakeholders",
            "[max]",
        ),
    ]


class People(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the policy in force today knows, for every ticket alike.

    Attributes:
        timezone: of the instants in texts.
        calendars: those that teams and quiet hours go by.
        messages: the policy's own texts by name.
        machines: names of programs that act on tickets; their words meet no duty.
        turns: whose turn it is where tickets go round.
    """

    timezone: Annotated[
        Zone, Doc("zone, also for times that people type", "Europe/Berlin", "`UTC`")
    ]
    calendars: Mapping[str, CalendarSpec]
    people: Annotated[
        Mapping[str, Person],
        Doc("[people](#peoplename) by name", "{ana: {name: Ana Ruiz}}", "none"),
    ]
    teams: Annotated[
        Mapping[str, Team],
        Doc("[teams](#teamsname) by name", "{frontline: {members: [ana]}}", "none"),
    ]
    customers: Annotated[
        Mapping[str, Customer],
        Doc("[customers](#customersname) by name", "{acme: {vip: true}}", "none"),
    ]
    messages: Annotated[
        Mapping[str, str],
        Doc(
            "text with `$fields`, by name; see [messages](#messages)",
            '{closure: "$id is closed."}',
            "built-in texts",
        ),
    ]
    channels: Annotated[
        Mapping[str, Channel],
        Doc("[channels](#channelsname) by name", '{mail: {apprise: "env:SMTP_URL"}}'),
    ] = {}
    subscriptions: Annotated[
        tuple[Subscription, ...],
        Doc(
            "list of [subscriptions](#subscribe)",
            "[{when: {customer: acme}, people: [max]}]",
            names=("subscribe",),
        ),
    ] = ()
    outbox: Annotated[
        LateNews, Doc("[which messages come too late](#outbox)", "{expire: 2d}", "`{expire: 7d}`")
    ] = LateNews()
    machines: Annotated[
        tuple[str, ...],
        Doc("list of names of programs that act on tickets", "[monitoring, autoreply]"),
    ] = ()
    maintenance: Annotated[
        tuple[Window, ...],
        Doc(
            "list of [windows](#maintenance) of planned work, during which rules are silent",
            "[{when: {service: payments}, from: 2026-11-24 22:00, until: 2026-11-25 02:00}]",
        ),
    ] = ()
    heartbeats: Annotated[
        tuple[Heartbeat, ...],
        Doc(
            "list of [heartbeats](#heartbeats): what must be heard of again and again",
            "[{key: backup-job, every: 1d}]",
        ),
    ] = ()
    turns: Turns = Turns()

    def calendar(self, name: str) -> BusinessCalendar:
        """Return the calendar of that name."""
        return calendar_named(name, self.calendars)

    def person_of(self, name: str) -> Person | None:
        """Return the person with this id, login or address, letters' case aside.

        An address that several people share is nobody's.
        """
        if name in self.people:
            return self.people[name]
        for kind in ("ids", "logins", "addresses"):
            called = [p for p in self.people.values() if is_among(name, getattr(p, kind))]
            if called:
                return called[0] if len(called) == 1 else None
        return None

    def knows(self, name: str) -> bool:
        """Tell whether somebody is of the policy; one that names nobody knows everybody."""
        return not self.people or self.person_of(name) is not None

    def identity(self, name: str) -> str:
        """Return the id of the person whom a name means, or else the name in plain form.

        Two names mean the same person if their identities are equal.
        """
        person = self.person_of(name)
        return person.id if person else plain_form(name)

    def is_machine(self, name: str) -> bool:
        """Tell whether a program is called so."""
        person = self.people.get(name)
        return (person is not None and person.machine) or is_among(name, self.machines)

    def quiet_of(self, person: Person) -> Quiet | None:
        """Return a person's quiet hours: their own, else those of their first team with some."""
        if person.quiet is not None:
            return person.quiet
        teams = (team for team in self.teams.values() if person.id in team.members)
        return next((team.quiet for team in teams if team.quiet is not None), None)
