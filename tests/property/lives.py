"""Random lives of tickets: what people do, legal at each moment, and when the policy looks."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import msgspec
from hypothesis import strategies as st

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import ACTIVE, Status, Ticket
from tests.conftest import (
    FUNCTIONAL_LEVELS,
    MINUTE,
    MONDAY_NINE,
    a_log,
    a_policy,
    answered,
    asked,
    changed,
    clock_rule,
    closed,
    edited,
    escalated,
    followed,
    noted,
    paused,
    reopened,
    resolved,
    resumed,
    rules_of,
    severity_rule,
    taken,
    targets,
    when,
)

P1 = when(priority="P1")
TELLING = (
    severity_rule("critical", when=P1, notify=("lead",)),
    clock_rule("warning", at="75%", notify=("owner",)),
    clock_rule("late", at="100%", notify=("owner",)),
    clock_rule("silent", clock="update", at="due-10m", when=when(not_status="waiting")),
    clock_rule("unanswered", clock="next_response", at="20m", when=P1),
    clock_rule("untaken", clock="acknowledge", at="100%", notify=("team",)),
)
MOVING = (
    severity_rule("to-manager", when=P1, escalate="manager"),
    clock_rule("to-next", at="50%", escalate="next", when=when(level="L1")),
    clock_rule("on-to-next", at="100%", escalate="next", notify=("owner",)),
    clock_rule("to-lead", clock="update", at="100%", escalate="lead"),
    clock_rule(
        "to-top", clock="level", at="3h", escalate="L3", set_priority="P2", when=when(priority="P3")
    ),
    clock_rule("untaken", clock="acknowledge", at="30m", repeat=Repeat(every=15 * MINUTE, times=3)),
    clock_rule("worse", clock="next_response", at="2h", set_priority="P1"),
    Rule(type="skill_gap", name="gap", escalate="skilled"),
    Rule(type="stalled", name="stalled", settings='{"after": "PT5H"}', escalate="director"),
)
TARGETS = (
    targets(of=P1, resolve="4h", update="1h", next_response="1h", acknowledge="15m", level="2h"),
    targets("office", of=when(priority="P2"), resolve="8h", update="4h", first_response="1h"),
    targets("office", resolve="24h", first_response="4h"),
)


def a_policy_of(*rules: Rule, **changes: object) -> Policy:
    """Return a policy with targets by priority."""
    return a_policy(**{"rules": rules, "targets": TARGETS} | changes)


class Act(msgspec.Struct, frozen=True):
    """Something somebody tries to do, a while after what was done before."""

    wait: int
    kind: str
    choice: int

    def __repr__(self) -> str:
        return f"Act({self.wait}, {self.kind!r}, {self.choice})"


def _waits(at: datetime, choice: int) -> e.Event:
    until = at + choice * 10 * MINUTE if choice else None
    return paused(at, until=until, whom="requester" if choice % 2 else "vendor")


def _goes_up(at: datetime, choice: int) -> e.Event:
    return escalated(at, FUNCTIONAL_LEVELS[choice % 3].id)


def _returns(at: datetime, choice: int) -> e.Event:
    return e.TicketReturned(at=at, by="bo", to=FUNCTIONAL_LEVELS[choice % 3].id, origin="L3")


def _asks_to_go_up(at: datetime, choice: int) -> e.Event:
    return e.EscalationRequested(
        at=at,
        by="bo",
        ladder="functional",
        to="L3" if choice % 2 else "L2",
        approver="lead",
        auto_at=at + choice * 20 * MINUTE,
    )


ACTS: dict[str, Callable[[datetime, int], e.Event]] = {
    "note": lambda at, _: noted(at),
    "answer": lambda at, _: answered(at),
    "ask": lambda at, _: asked(at),
    "complain": lambda at, _: e.ComplaintReceived(at=at, by="kim"),
    "take": lambda at, _: taken(at),
    "assess": lambda at, n: e.TicketAssessed(at=at, by="bo", priority=f"P{n % 3 + 1}"),
    "edit": lambda at, n: edited(at, priority=f"P{n % 3 + 1}"),
    "need": lambda at, n: edited(at, skills=("dns",) * (n % 2)),
    "wait": _waits,
    "resume": lambda at, _: resumed(at),
    "up": _goes_up,
    "return": _returns,
    "request": _asks_to_go_up,
    "resolve": lambda at, _: resolved(at),
    "close": lambda at, _: closed(at),
    "reopen": lambda at, _: reopened(at),
}
ALLOWED = {
    "resume": {Status.WAITING},
    "close": {Status.RESOLVED},
    "reopen": {Status.RESOLVED, Status.CLOSED},
    **{kind: set(Status) for kind in ("note", "ask", "complain")},
}
WAITS = st.sampled_from([0, 1, 5, 20, 45, 60, 90, 200, 600, 1500])
KINDS = [*ACTS, "apply"]


def acts_in(kinds: list[str]) -> st.SearchStrategy[list[Act]]:
    """Return what is done in a life of acts of some kinds."""
    one = st.builds(Act, WAITS, st.sampled_from(kinds), st.integers(0, 6))
    return st.lists(one, max_size=10)


acts = acts_in(KINDS)
acts_of_people = acts_in([kind for kind in KINDS if kind != "request"])
"""Without requests, which the policy grants when it looks."""

looks = st.lists(st.integers(0, 5000), max_size=12).map(sorted)


class Life:
    """One ticket: people act at whole minutes, the policy looks half a minute later."""

    def __init__(self, policy: Policy, done: list[Act], checks: list[int]) -> None:
        triggers = policy.rules.triggers
        other = changed(policy, id="policy-2", rules=triggers[1:] + triggers[:1])
        self.versions = (policy, other)
        self.history = History([a_log()], rules_of(*self.versions))
        self.engine = Engine(self.history, policy.people)
        self.decisions: list[Decision] = []
        self._done, self._checks = done, list(checks)

    def instants(self) -> Iterator[datetime]:
        """Live it through, stopping after each thing that was done and after each look."""
        self._keep(self.engine.react().decisions)
        yield MONDAY_NINE
        at = MONDAY_NINE
        for act in self._done:
            at += act.wait * MINUTE
            yield from self._looks_until(at)
            if self._may(act, self.history.seen(at)):
                self.history.add(self._event(act, at))
                self._keep(self.engine.react().decisions)
                yield at
        yield from self._looks_until(at + timedelta(days=9))

    def whole(self, until: timedelta = timedelta(days=14)) -> History:
        """Live it through, with a last look at the end."""
        for _ in self.instants():
            pass
        self.look(MONDAY_NINE + until)
        return self.history

    def look(self, at: datetime) -> None:
        """Let the policy decide what is due."""
        self._keep(self.engine.advance(at).decisions)

    def _looks_until(self, at: datetime) -> Iterator[datetime]:
        while self._checks and self._look_at() < at:
            instant = self._look_at()
            self._checks.pop(0)
            self.look(instant)
            yield instant

    def _look_at(self) -> datetime:
        return MONDAY_NINE + self._checks[0] * MINUTE + MINUTE / 2

    def _keep(self, decisions: tuple[Decision, ...]) -> None:
        self.decisions.extend(decisions)

    def _may(self, act: Act, ticket: Ticket) -> bool:
        if ticket.status not in ALLOWED.get(act.kind, ACTIVE):
            return False
        held = FUNCTIONAL_LEVELS[act.choice % 3].id
        return (act.kind != "up" or held > ticket.level) and (
            act.kind != "return" or held < ticket.level
        )

    def _event(self, act: Act, at: datetime) -> e.Event:
        if act.kind == "apply":
            return followed(at, self.versions[act.choice % 2])
        return ACTS[act.kind](at, act.choice)
