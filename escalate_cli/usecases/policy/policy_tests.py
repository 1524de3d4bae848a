"""Policy tests: a ticket's life that was written down, and what must come of it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import Actor
from escalate_cli.domain.ticket.clock.sla_clock import ClockState
from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.errors import EscalateError, ExitCode
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context, stand
from escalate_cli.usecases.policy.policy_test_actions import ActionOptions, PolicyTestAction
from escalate_cli.usecases.ports import Store, View
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.verbs.beat import heartbeats
from escalate_cli.usecases.verbs.log import NewTicket, log

Value = str | datetime | tuple[str, ...] | None
"""What a step expects, or what there is instead."""

_NUMBER = 1
_ID = id_of(_NUMBER)


class FileLocation(msgspec.Struct, frozen=True):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int


class Expected(msgspec.Struct, frozen=True):
    """One thing that must be so; `what` is a key of `expect`, or `due` with a clock."""

    location: FileLocation
    what: str
    value: Value


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody does in a step; `refused` where the answer must be no."""

    location: FileLocation
    name: str
    verb: PolicyTestAction
    told: ActionOptions
    by: str
    refused: bool


class PolicyTestStep(msgspec.Struct, frozen=True, kw_only=True):
    """One instant of a test: what is done then, and what must be so after it."""

    location: FileLocation
    at: datetime
    act: Act | None
    expected: tuple[Expected, ...]


class PolicyTest(msgspec.Struct, frozen=True, kw_only=True):
    """One test of a policy: a ticket that `by` logs at an instant, and its steps in order.

    Attributes:
        heartbeat: the key of one that begins at that instant, and whose absence logs the ticket.
    """

    location: FileLocation
    name: str
    at: datetime
    by: str
    draft: NewTicket | None
    heartbeat: str | None = None
    steps: tuple[PolicyTestStep, ...]


class PolicyTestFailure(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is not as a test expects.

    Attributes:
        what: a key of `expect`, `due` with a clock, or the verb that went wrong.
        reason: why the verb was refused, or could not be tried; empty where a value differs.
    """

    location: FileLocation
    at: datetime
    what: str
    expected: Value = None
    found: Value = None
    reason: str = ""


class PolicyTestResult(msgspec.Struct, frozen=True):
    """One test as it went; without a failure it passed."""

    test: PolicyTest
    failures: tuple[PolicyTestFailure, ...]


class PolicyTestRun(msgspec.Struct, frozen=True):
    """What became of all tests, and the rules of the policy that none of them fired."""

    results: tuple[PolicyTestResult, ...]
    unfired: tuple[str, ...]

    @property
    def failed(self) -> int:
        """Count the tests that did not pass."""
        return sum(bool(result.failures) for result in self.results)


class _Stopped(Exception):  # noqa: N818 - it ends one test, and is no error of the program
    """The rest of a test makes no sense any more."""

    def __init__(self, failure: PolicyTestFailure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


def run_policy_tests(
    context: Context, tests: Iterable[PolicyTest], new_store: Callable[[], Store]
) -> PolicyTestRun:
    """Run each test on a store of its own; its own store is not touched."""
    results = []
    fired: set[str] = set()
    for test in tests:
        alone = replace(
            context,
            store=new_store(),
            policy=_listening_to(test.heartbeat, context.policy),
            actor=Actor(context.by),
            on_stranger=lambda _: None,
        )
        played = _TestStore(alone)
        results.append(PolicyTestResult(test, tuple(played.run(test))))
        fired.update(played.fired())
    rules = (rule.name for rule in context.rules.triggers)
    return PolicyTestRun(tuple(results), tuple(name for name in rules if name not in fired))


def _listening_to(key: str | None, policy: Policy) -> Policy:
    """Return a policy that expects to hear of one heartbeat only, or of none."""
    heard = tuple(each for each in policy.people.heartbeats if each.key == key)
    return replace(policy, people=replace(policy.people, heartbeats=heard))


class _TestStore:
    """The store of one test, and the present in it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._seen = 0
        self._told: set[str] = set()

    def run(self, test: PolicyTest) -> Iterator[PolicyTestFailure]:
        """Live the ticket's life, and yield what is not as expected."""
        self._context = self._as(test.by, test.at)
        try:
            if test.draft is not None:
                log(self._context, [test.draft])
            else:
                self._check(test.location)
            for step in test.steps:
                self._let_pass(step)
                yield from self._take_step(step)
        except _Stopped as stopped:
            yield stopped.failure
        except EscalateError as error:
            at = self._context.now
            yield PolicyTestFailure(location=test.location, at=at, what="ticket", reason=str(error))

    def fired(self, since: int = 0) -> dict[str, None]:
        """Name the rules that fired from an event on; where `check` is prompt, none lapses."""
        events = self._events()[since:]
        return {event.trigger: None for event in events if isinstance(event, e.TriggerFired)}

    def _events(self) -> list[e.Event]:
        view = self._context.store.read()
        return view.events(_NUMBER) if view.highest() else []

    def _as(self, by: str, at: datetime) -> Context:
        person = self._context.people.person_of(by)
        return replace(
            self._context, actor=Actor.person(person.id if person else by), present=Present(at)
        )

    def _let_pass(self, step: PolicyTestStep) -> None:
        """Run `check` whenever the policy has something to do, up to the step's own instant."""
        at: datetime | None = None
        while at != step.at:
            at = min(self._following() or step.at, step.at)
            self._context = replace(self._context, present=Present(at))
            self._check(step.location)

    def _check(self, location: FileLocation) -> None:
        for error in check(self._context).errors:
            raise _Stopped(
                PolicyTestFailure(
                    location=location, at=self._context.now, what="check", reason=error.message
                )
            )

    def _following(self) -> datetime | None:
        """Return when the policy next has something to do, after the present."""
        context, view = self._context, self._context.store.read()
        dues = [each.missing_at for each in heartbeats(context, view)]
        if view.highest():
            history = context.history(view, _NUMBER)
            dues.append(context.engine(history).following(context.now))
        return min((due for due in dues if due and due > context.now), default=None)

    def _take_step(self, step: PolicyTestStep) -> Iterator[PolicyTestFailure]:
        if step.act is not None:
            yield from self._act(step.act, step.at)
        if step.expected:
            yield from self._compare(step)

    def _act(self, act: Act, at: datetime) -> Iterator[PolicyTestFailure]:
        self._context = self._as(act.by, at)
        try:
            act.verb.do(self._context, act.told)
        except EscalateError as error:
            if not (act.refused and error.exit_code is ExitCode.NO):
                failure = PolicyTestFailure(
                    location=act.location, at=at, what=act.name, reason=str(error)
                )
                raise _Stopped(failure) from error
        else:
            if act.refused:
                yield PolicyTestFailure(
                    location=act.location, at=at, what=act.name, reason="it was not refused"
                )

    def _compare(self, step: PolicyTestStep) -> Iterator[PolicyTestFailure]:
        """Yield what differs; what has happened so far is not told again."""
        view = self._context.store.read()
        found = self._observed(view)
        found["fired"] = tuple(self.fired(self._seen))
        written = {
            message.key: message.to for message in view.messages(ticket=_ID) if not message.event
        }
        fresh = (to for key, to in written.items() if key not in self._told)
        found["notified"] = tuple(dict.fromkeys(fresh))
        self._seen, self._told = len(self._events()), set(written)
        for expected in step.expected:
            value = found.get(expected.what)
            if _in_any_order(value) != _in_any_order(expected.value):
                yield PolicyTestFailure(
                    location=expected.location,
                    at=step.at,
                    what=expected.what,
                    expected=expected.value,
                    found=value,
                )

    def _observed(self, view: View) -> dict[str, Value]:
        """Return what can be expected of the ticket; before its log there is nothing of it."""
        if not view.highest():
            return {}
        return _observed(stand(self._context, self._context.history(view, _NUMBER)))


def _observed(standing: TicketSnapshot) -> dict[str, Value]:
    """Return what can be expected of a ticket; a clock that is not there has no due."""
    ticket = standing.ticket
    clocks = {name: clock for name, clock in ticket.clocks.items() if clock.target}
    pending = ticket.pending_approval
    breached = (name for name, clock in clocks.items() if clock.state is ClockState.BREACHED)
    dues: dict[str, Value] = {f"due {name}": clock.due_at for name, clock in clocks.items()}
    return {
        "status": ticket.status.value,
        "priority": ticket.priority,
        "level": ticket.level,
        "management": ticket.management_level,
        "owner": ticket.owner,
        "team": ticket.team,
        "pending_approval": pending.to if pending else None,
        "breached": tuple(breached),
        **dues,
    }


def _in_any_order(value: Value) -> object:
    return set(value) if isinstance(value, tuple) else value
