"""Reads the timelines of tickets in `sla_scenarios.json`, and lives them through."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.calendars import CalendarSpec
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.target import TargetRule
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.ticket import Status
from tests.cases.rows import Hours
from tests.conftest import (
    a_log,
    a_policy,
    answered,
    asked,
    closed,
    followed,
    noted,
    paused,
    reopened,
    resolved,
    resumed,
)

CLOCKS = {"first_response": "first_response", "update": "next_response", "resolution": "resolve"}
"""Their `update` runs from the first unanswered message of the customer: our `next_response`."""


class Point(msgspec.Struct, frozen=True):
    """When a rule speaks that many minutes before or after the resolution is due."""

    offset_business_minutes: int
    at: datetime


class Check(msgspec.Struct, frozen=True):
    """How the clocks stand after some of the events; only what is named is compared."""

    after: int
    at: datetime | None = None
    first_response: Mapping[str, Any] = {}
    update: Mapping[str, Any] = {}
    resolution: Mapping[str, Any] = {}
    next_due: datetime | msgspec.UnsetType | None = msgspec.UNSET
    paused_business_seconds: int | None = None
    paused_business_minutes: int | None = None
    escalation_point: Point | None = None

    @property
    def has_next_due(self) -> bool:
        """Tell whether the ticket's own deadline is named."""
        return self.next_due is not msgspec.UNSET

    @property
    def paused(self) -> timedelta | None:
        """Return the time of waiting, where it is named."""
        if self.paused_business_seconds is not None:
            return timedelta(seconds=self.paused_business_seconds)
        if self.paused_business_minutes is not None:
            return timedelta(minutes=self.paused_business_minutes)
        return None


class Happening(msgspec.Struct, frozen=True):
    """One event of a scenario, in its own words."""

    at: datetime
    type: str
    to: str = ""
    stops: tuple[str, ...] = ()
    targets: Mapping[str, int | None] = {}
    calendar: Hours | None = None


class Scenario(msgspec.Struct, frozen=True):
    """One ticket's timeline."""

    id: str
    title: str
    calendar: Hours
    targets: Mapping[str, int | None]
    created: datetime
    events: Sequence[Happening]
    checks: Sequence[Check]
    portable: str


class _Scenarios(msgspec.Struct):
    scenarios: list[Scenario]


def scenarios() -> list[Scenario]:
    """Read the scenarios that any sound engine should agree with."""
    text = (Path(__file__).parent / "sla_scenarios.json").read_bytes()
    found = msgspec.json.decode(text, type=_Scenarios).scenarios
    return [scenario for scenario in found if scenario.portable == "yes"]


def _policy(number: int, hours: Hours, targets: Mapping[str, int | None]) -> Policy:
    within = {CLOCKS[name]: timedelta(minutes=m) for name, m in targets.items() if m is not None}
    spec = CalendarSpec(
        zone=hours.tz,
        hours=tuple((day, tuple(spans)) for day, spans in hours.hours.items()),
        holidays=tuple(hours.holidays),
    )
    rule = TargetRule(when=When(), calendar="theirs", within=within)
    return a_policy(id=f"policy-{number}", calendars={"theirs": spec}, targets=(rule,))


class Life:
    """A scenario, event by event.

    Two of their events do less than ours, and are told so that nothing else is stopped: a ticket
    is parked without being answered, so a machine confirms it first; and a message that stops
    only their `update` is left out. Where their ticket begins without a message of the customer,
    our log, which counts as one, is answered on the spot, unless a first response is due.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._hours, self._targets = scenario.calendar, scenario.targets
        first = _policy(0, self._hours, self._targets)
        self._versions = {first.rules.id: first.rules}
        self.history = History(
            [a_log(at=scenario.created, policy=first.rules.id)], self._versions.__getitem__
        )
        self.exchanges: list[Clock] = []
        if not self.begins_with_a_message and scenario.targets["first_response"] is None:
            self.history.add(answered(scenario.created))

    @property
    def begins_with_a_message(self) -> bool:
        """Tell whether the customer writes as the ticket is created."""
        return any(
            happening.type == "customer_message" and happening.at == self.scenario.created
            for happening in self.scenario.events
        )

    def after(self, number: int) -> History:
        """Let the first events happen, in the order of their instants."""
        for happening in sorted(self.scenario.events[:number], key=lambda h: h.at):
            for event in self._events(happening):
                self.history.add(event)
            exchange = self.history.ticket.clocks["next_response"]
            if happening.type == "agent_message" and exchange not in self.exchanges:
                self.exchanges.append(exchange)
        return self.history

    def _events(self, happening: Happening) -> Iterator[e.Event]:
        at, status = happening.at, self.history.ticket.status
        match happening.type:
            case "customer_message":
                if at > self.scenario.created:
                    yield asked(at)
            case "agent_message":
                if happening.stops != ("update",):
                    yield answered(at)
            case "internal_note":
                yield noted(at)
            case "first_response":
                yield e.TicketAcknowledged(at=at, by="bo")
            case "resolved":
                yield resolved(at)
            case "status":
                yield from self._turned(happening.to, at, status)
            case _:
                yield self._applied(happening)

    def _turned(self, to: str, at: datetime, status: Status) -> Iterator[e.Event]:
        if to == "pending":
            if status is Status.OPEN:
                yield e.TicketAcknowledged(at=at, by="monitoring", party=Party.MACHINE)
            yield paused(at)
        elif to == "closed":
            if status is not Status.RESOLVED:
                yield resolved(at)
            yield closed(at)
        else:
            yield resumed(at) if status is Status.WAITING else reopened(at)

    def _applied(self, happening: Happening) -> e.Event:
        """Follow a policy with other targets or another calendar."""
        if happening.type != "calendar_changed":
            self._targets = happening.targets
        self._hours = happening.calendar or self._hours
        version = _policy(len(self._versions), self._hours, self._targets)
        self._versions[version.rules.id] = version.rules
        return followed(happening.at, version)
