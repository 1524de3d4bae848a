"""Builders: policies, tickets and histories, of which a test names what it is about."""

import signal
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.engine.due_findings import Case, cases_of
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.episode_numbers import DecidedEpisodes
from escalate_cli.domain.engine.episodes import episodes_of_rules
from escalate_cli.domain.policy.people import People, Team
from escalate_cli.domain.policy.policy import Policies, Policy
from escalate_cli.domain.policy.rules import FUNCTIONAL, MANAGEMENT, Level, Rule, Rules, RulesOf
from escalate_cli.domain.policy.sections.calendars import CalendarSpec
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.target import TargetRule
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.threshold import parse_threshold
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.party_kind import Party
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.domain.time.duration import parse_duration
from tests.postgres_server import Server, started

MONDAY_NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Monday, 09:00 in Berlin: the office opens, and most tickets here are logged."""

H = TypeVar("H", Rules, People)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

OFFICE = CalendarSpec(
    zone="Europe/Berlin",
    hours=tuple((day, (("09:00", "17:00"),)) for day in ("mon", "tue", "wed", "thu", "fri")),
)


@pytest.fixture(autouse=True, scope="session")
def _programs_heed_signals() -> None:
    """Let what tests start be ended by signals, also where `nohup make test &` ignores them.

    A handler of Python is not handed on to a program that is started, an ignored signal is.
    """
    for number in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


@pytest.fixture(scope="session")
def server(testrun_uid: str, worker_id: str) -> Server:
    """Start a PostgreSQL server, one for each process that tests at the same time."""
    return started(f"{testrun_uid[:12]}-{worker_id}")


def after(text: str) -> datetime:
    """Return the instant a while after Monday nine, as `1h30m`; `0m` is Monday nine itself."""
    return MONDAY_NINE + parse_duration(text).resolve(None)


def when(**fields: str | tuple[str, ...]) -> When:
    """Match fields; `not_priority="P1"` negates one."""
    return When(
        tuple(
            Condition(
                field=name.removeprefix("not_"),
                values=(values,) if isinstance(values, str) else values,
                negated=name.startswith("not_"),
            )
            for name, values in fields.items()
        )
    )


def targets(calendar: str = "always", *, of: When | None = None, **within: str) -> TargetRule:
    """Set targets by clock name, as `resolve="4h"`."""
    spans = {name: parse_duration(text).resolve(None) for name, text in within.items()}
    return TargetRule(when=of or When(), calendar=calendar, within=spans)


def clock_rule(name: str = "late", *, clock: str = "resolve", at: str = "1h", **does: Any) -> Rule:
    """Make a rule that speaks when a clock reaches a threshold."""
    settings = msgspec.json.encode({"clock": clock, "at": parse_threshold(at)}).decode()
    return Rule(type="clock", name=name, settings=settings, **does)


def severity_rule(name: str = "severe", **does: Any) -> Rule:
    """Make a rule that speaks as soon as its `when` matches."""
    return Rule(type="severity", name=name, **does)


FUNCTIONAL_LEVELS = tuple(
    Level(id=i, name=f"the {i}", ladder=FUNCTIONAL, rank=rank, team=f"team-{i}")
    for rank, i in enumerate(("L1", "L2", "L3"))
)
MANAGEMENT_LEVELS = tuple(
    Level(id=i, name=f"the {i}", ladder=MANAGEMENT, rank=rank, person=f"the-{i}")
    for rank, i in enumerate(("lead", "manager", "director"))
)


def a_policy(**changes: Any) -> Policy:
    """Return a policy with three levels on each ladder and, unless told, no rules or targets."""
    rules = Rules(
        id="policy-1",
        name="IT support",
        calendars={"office": OFFICE},
        priorities=("P1", "P2", "P3"),
        default_priority="P3",
        matrix={"high": {"high": "P1", "low": "P2"}, "low": {"high": "P2", "low": "P3"}},
        functional=FUNCTIONAL_LEVELS,
        management=MANAGEMENT_LEVELS,
        targets=(),
        triggers=(),
    )
    people = People(
        timezone="Europe/Berlin",
        calendars=rules.calendars,
        people={},
        teams={
            f"team-{level.id}": Team(id=f"team-{level.id}", members=(f"{level.id}-one",))
            for level in FUNCTIONAL_LEVELS
        },
        customers={},
        messages={},
    )
    return changed(Policy(rules=rules, people=people), **changes)


def changed(policy: Policy, **changes: Any) -> Policy:
    """Return a policy with other fields, named as `policy show --json` names them."""
    known = {*policy.rules.__struct_encode_fields__, *policy.people.__struct_encode_fields__}
    assert changes.keys() <= known
    return Policy(rules=_half(policy.rules, changes), people=_half(policy.people, changes))


def _half(half: H, changes: dict[str, Any]) -> H:
    fields = zip(half.__struct_fields__, half.__struct_encode_fields__, strict=True)
    return replace(half, **{field: changes[name] for field, name in fields if name in changes})


PEOPLE = a_policy().people
"""The people of a plain policy."""


def a_log(**fields: Any) -> e.TicketLogged:
    """Return the event that writes a ticket down, by default T-1 at L1 on Monday at nine."""
    told: dict[str, Any] = {
        "at": MONDAY_NINE,
        "by": "ana",
        "id": "T-1",
        "uid": "u-1",
        "title": "Mail is down",
        "policy": "policy-1",
        "level": "L1",
        "priority": "P3",
        "requester": "kim",
        "team": "team-L1",
        "rules": RULES,
    }
    return e.TicketLogged(**told | fields)


def policies(*versions: Policy) -> Policies:
    """Return the lookup of a few policy versions."""
    known = {policy.rules.id: policy for policy in versions}
    return known.__getitem__


def rules_of(*versions: Policy) -> RulesOf:
    """Return the lookup of the rules of a few policy versions."""
    known = {policy.rules.id: policy.rules for policy in versions}
    return known.__getitem__


def a_history(*events: e.Event, policy: Policy | None = None, **log: Any) -> History:
    """Return a ticket's history: its log, unless the events begin with one, and what followed."""
    begin = () if events and isinstance(events[0], e.TicketLogged) else (a_log(**log),)
    return History([*begin, *events], rules_of(policy or a_policy()))


def a_ticket(*events: e.Event, policy: Policy | None = None, **log: Any) -> Ticket:
    """Return a ticket as its events leave it."""
    return a_history(*events, policy=policy, **log).ticket


def noted(at: datetime, text: str = "…", **fields: Any) -> e.NoteAdded:
    """Return an internal note of a resolver; `public=True` makes it an answer."""
    return e.NoteAdded(at=at, by="bo", text=text, **fields)


def asked(at: datetime, **fields: Any) -> e.NoteAdded:
    """Return a word of the requester."""
    return e.NoteAdded(at=at, by="kim", text="?", public=True, from_requester=True, **fields)


def asked_afterwards(at: datetime) -> e.NoteAdded:
    """Return a word of the requester's side on a ticket that is over."""
    return asked(at, party=Party.REQUESTER)


def answered(at: datetime, **fields: Any) -> e.NoteAdded:
    """Return a public word of a resolver."""
    return noted(at, public=True, **fields)


def taken(at: datetime, by: str = "bo") -> e.TicketAcknowledged:
    """Return an acknowledgement."""
    return e.TicketAcknowledged(at=at, by=by)


def paused(at: datetime, until: datetime | None = None, whom: str = "vendor") -> e.TicketPaused:
    """Return the beginning of a wait."""
    return e.TicketPaused(at=at, by="bo", waiting_for=whom, until=until)


def resumed(at: datetime) -> e.TicketResumed:
    """Return the end of a wait, by a person."""
    return e.TicketResumed(at=at, by="bo")


def edited(at: datetime, **changes: Any) -> e.TicketEdited:
    """Return a change of fields, as `priority="P1"`."""
    return e.TicketEdited(at=at, by="bo", changes=e.Changes(**changes))


def escalated(at: datetime, to: str, ladder: str = FUNCTIONAL, **fields: Any) -> e.TicketEscalated:
    """Return a move up a ladder, by a person."""
    who = {"by": "bo"} | fields
    return e.TicketEscalated(at=at, ladder=ladder, to=to, mode="manual", **who)


def rule_fired(
    at: datetime, action: str = "notified", trigger: str = "late", **fields: Any
) -> e.TriggerFired:
    """Return a decision of a rule on its first finding, a case since that very instant."""
    key = f"T-1:1:{trigger}:1:0"
    plain: dict[str, Any] = {"key": key, "type": "clock", "trigger_kind": "time", "since": at}
    return e.TriggerFired(at=at, by=e.POLICY, trigger=trigger, action=action, **plain | fields)


def resolved(at: datetime) -> e.TicketResolved:
    """Return the resolution."""
    return e.TicketResolved(at=at, by="bo", resolution="restarted")


def closed(at: datetime) -> e.TicketClosed:
    """Return the closure."""
    return e.TicketClosed(at=at, by="bo")


def reopened(at: datetime, *, rules: int = RULES) -> e.TicketReopened:
    """Return the start of a new cycle."""
    return e.TicketReopened(at=at, by="kim", rules=rules)


def followed(at: datetime, policy: Policy) -> e.PolicyApplied:
    """Return the move to another version of the policy."""
    return e.PolicyApplied(at=at, by="ana", policy=policy.rules.id)


def checked(history: History, at: datetime, people: People = PEOPLE) -> tuple[Decision, ...]:
    """Let the policy decide all that is due at an instant; the history grows by it."""
    return Engine(history, people).advance(at).decisions


def cases_by(history: History, now: datetime, people: People = PEOPLE) -> list[Case]:
    """Return every case of every rule by an instant, decided or not."""
    found = episodes_of_rules(history.steps_until(now), history.rules, people)
    decided = DecidedEpisodes(history).by_rule()
    return [case for rule in found for case in cases_of(rule, history.ticket.id, decided)]
