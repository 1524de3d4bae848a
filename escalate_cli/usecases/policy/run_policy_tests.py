"""Runs of policy tests: each on a store of its own, in which time passes as the policy has it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import Actor
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.errors import EscalateError, ExitCode
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.policy.policy_coverage import CoverageTally
from escalate_cli.usecases.policy.policy_test_actions import LOG, ActionOptions, log_draft
from escalate_cli.usecases.policy.policy_test_observation import observed
from escalate_cli.usecases.policy.policy_tests import (
    FIRST,
    Act,
    FileLocation,
    PolicyTest,
    PolicyTestFailure,
    PolicyTestResult,
    PolicyTestRun,
    PolicyTestStep,
    Value,
)
from escalate_cli.usecases.ports import Store, View
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.verbs.beat import heartbeats


class _Stopped(Exception):  # noqa: N818 - it ends one test, and is no error of the program
    """Ends a test whose further steps would make no sense."""

    def __init__(self, failure: PolicyTestFailure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


def run_policy_tests(
    context: Context, tests: Iterable[PolicyTest], new_store: Callable[[], Store]
) -> PolicyTestRun:
    """Run each test on a store of its own; its own store is not touched."""
    results = []
    coverage = CoverageTally(context.policy)
    for test in tests:
        alone = replace(
            context,
            store=new_store(),
            policy=_listening_to(test.heartbeats, context.policy),
            actor=Actor(context.by),
            on_stranger=lambda _: None,
        )
        played = _TestStore(alone, test)
        results.append(PolicyTestResult(test, tuple(played.run())))
        for history in played.histories():
            coverage.add(history)
    return PolicyTestRun(tuple(results), coverage.whole(), context.people.timezone)


def _listening_to(keys: tuple[str, ...], policy: Policy) -> Policy:
    """Return a policy that expects to hear of some heartbeats only, or of none."""
    heard = tuple(each for each in policy.people.heartbeats if each.key in keys)
    return replace(policy, people=replace(policy.people, heartbeats=heard))


class _TestStore:
    """The store of one test, and the present in it."""

    def __init__(self, context: Context, test: PolicyTest) -> None:
        self._context = context
        self._test = test
        self._named: dict[str, int] = {}
        self._seen: dict[int, int] = {}
        self._told: dict[int, set[str]] = {}

    def run(self) -> Iterator[PolicyTestFailure]:
        """Live the tickets' lives, and yield what is not as expected."""
        test = self._test
        self._context = self._as(test.by, test.at)
        try:
            if test.draft is not None:
                self._named[FIRST] = log_draft(self._context, ActionOptions(draft=test.draft))
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

    def histories(self) -> Iterator[History]:
        """Yield what became of each ticket."""
        view = self._context.store.read()
        return (self._context.history(view, number) for number in view.numbers())

    def _number(self, name: str, view: View) -> int | None:
        """Find a ticket by how steps call it: the last one of a heartbeat is called by its key."""
        if name in self._named:
            return self._named[name]
        which, heard = (min, self._test.heartbeats[:1]) if name == FIRST else (max, (name,))
        return which((n for n in view.numbers() if view.ticket(n).key in heard), default=None)

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
        histories = (context.history(view, number) for number in view.numbers())
        dues += [context.engine(history).following(context.now) for history in histories]
        return min((due for due in dues if due and due > context.now), default=None)

    def _take_step(self, step: PolicyTestStep) -> Iterator[PolicyTestFailure]:
        if step.act is not None:
            yield from self._act(step.act, step.at)
        if step.expected:
            yield from self._compare(step)

    def _act(self, act: Act, at: datetime) -> Iterator[PolicyTestFailure]:
        self._context = self._as(act.by, at)
        try:
            self._do(act)
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

    def _do(self, act: Act) -> None:
        """Carry out the verb of a step; raises EscalateError."""
        if act.name == LOG:
            self._named[act.ticket] = log_draft(self._context, act.told)
        elif act.verb.is_of_team:
            act.verb.do(self._context, (), act.told)
        else:
            number = self._number(act.ticket, self._context.store.read())
            if number is None:
                raise EscalateError(f"there is no ticket {act.ticket} yet")
            act.verb.do(self._context, (id_of(number),), act.told)

    def _compare(self, step: PolicyTestStep) -> Iterator[PolicyTestFailure]:
        """Yield what differs; what has happened so far is not told again."""
        view = self._context.store.read()
        number = self._number(step.ticket, view)
        nothing: dict[str, Value] = {"fired": (), "notified": ()}
        news = nothing if number is None else self._news(view, number)
        found = {**observed(self._context, view, number), **news}
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

    def _news(self, view: View, number: int) -> dict[str, Value]:
        """Return what has happened to a ticket since something was expected of it."""
        events, seen = view.events(number), self._seen.get(number, 0)
        fired = (each.trigger for each in events[seen:] if isinstance(each, e.TriggerFired))
        written = {
            message.key: message.to
            for message in view.messages(ticket=id_of(number))
            if not message.event
        }
        told = self._told.get(number, set())
        fresh = (to for key, to in written.items() if key not in told)
        self._seen[number], self._told[number] = len(events), set(written)
        return {"fired": tuple(dict.fromkeys(fired)), "notified": tuple(dict.fromkeys(fresh))}


def _in_any_order(value: Value) -> object:
    return set(value) if isinstance(value, tuple) else value
