"""A test lives a ticket's life on a store of its own, and tells what is not as expected."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Channel
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.heartbeat import Heartbeat, MissedBeatTicket
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket.events import Event
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.policyfile.loading import load
from escalate_cli.policyfile.samples import sample_policy
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.memory_tables import Shelf
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.policy.policy_test_actions import VERBS, ActionOptions
from escalate_cli.usecases.policy.policy_tests import (
    FIRST,
    Act,
    Expected,
    FileLocation,
    PolicyTest,
    PolicyTestFailure,
    PolicyTestRun,
    PolicyTestStep,
    Value,
)
from escalate_cli.usecases.policy.run_policy_tests import run_policy_tests
from escalate_cli.usecases.verbs.log import NewTicket
from tests.conftest import (
    DAY,
    HOUR,
    MONDAY_NINE,
    after,
    changed,
    clock_rule,
    severity_rule,
    targets,
    when,
)
from tests.unit.policyfile.files import TODAY
from tests.unit.usecases.conftest import a_context, staffed

SPOT = FileLocation("policy.test.yaml", 1, 1)


def a_policy_test(*steps: PolicyTestStep, by: str = "ana", **draft: Any) -> PolicyTest:
    told = NewTicket(**{"title": "Mail is down", "requester": "kim"} | draft)
    return PolicyTest(location=SPOT, name="x", at=MONDAY_NINE, by=by, draft=told, steps=steps)


def expecting(at: str = "0m", of: str = FIRST, /, **values: Value) -> PolicyTestStep:
    found = (
        Expected(SPOT, re.sub("^(due|on_duty)_", r"\1 ", what), value)
        for what, value in values.items()
    )
    return PolicyTestStep(location=SPOT, at=after(at), act=None, expected=tuple(found), ticket=of)


def doing(
    name: str,
    at: str = "0m",
    by: str = "ana",
    *,
    of: str = FIRST,
    refused: bool = False,
    **told: Any,
) -> PolicyTestStep:
    act = Act(
        location=SPOT,
        name=name,
        verb=VERBS[name],
        told=ActionOptions(**told),
        by=by,
        refused=refused,
        ticket=of,
    )
    return PolicyTestStep(location=SPOT, at=after(at), act=act, expected=())


def played(policy: Policy, *steps: PolicyTestStep, **draft: Any) -> PolicyTestRun:
    return run_policy_tests(a_context(policy), [a_policy_test(*steps, **draft)], MemoryStore)


def failures(policy: Policy, *steps: PolicyTestStep, **draft: Any) -> list[PolicyTestFailure]:
    [result] = played(policy, *steps, **draft).results
    return list(result.failures)


CLIMBS = staffed(
    targets=(targets(resolve="4h", acknowledge="1h"),),
    rules=(
        severity_rule("severe", when=when(priority="P1"), escalate="manager"),
        clock_rule("hour", at="1h", escalate="next"),
        clock_rule("breach", at="100%", notify=("owner", "lead")),
    ),
)


def test_time_passes_in_the_steps_that_the_policy_takes() -> None:
    assert not failures(
        CLIMBS,
        expecting(level="L1", owner="ana", management=None, fired=()),
        expecting("59m", level="L1", fired=(), notified=()),
        expecting("1h", level="L2", owner="bo", fired=("hour",), notified=("bo", "kim")),
        expecting("3h59m", status="open", fired=(), due_resolve=after("4h")),
        expecting(
            "5h", fired=("breach",), notified=("bo", "lee"), breached=("resolve", "acknowledge")
        ),
    )


@pytest.mark.parametrize(
    ("what", "wrong", "is_"),
    [
        ("status", "closed", "open"),
        ("priority", "P1", "P3"),
        ("level", "L1", "L2"),
        ("management", "lead", None),
        ("owner", None, "bo"),
        ("team", None, "specialists"),
        ("pending_approval", "L3", None),
        ("breached", ("resolve",), ()),
        ("due_resolve", after("2h"), after("4h")),
        ("due_update", after("2h"), None),
        ("fired", (), ("hour",)),
        ("notified", ("bo",), ("bo", "kim")),
    ],
)
def test_whatever_is_not_as_expected_is_told(what: str, wrong: Value, is_: Value) -> None:
    [failure] = failures(CLIMBS, expecting("1h", **{what: wrong}))
    assert (failure.what, failure.expected, failure.found) == (
        what.replace("due_", "due "),
        wrong,
        is_,
    )
    assert (failure.at, failure.location, failure.reason) == (after("1h"), SPOT, "")
    assert not failures(CLIMBS, expecting("1h", **{what: is_}))


def test_lists_are_compared_in_any_order() -> None:
    assert not failures(CLIMBS, expecting("1h", notified=("kim", "bo")))


def test_each_expectation_is_told_only_what_happened_since_the_one_before() -> None:
    assert not failures(
        CLIMBS,
        expecting("1h", level="L2"),
        expecting("2h", fired=(), notified=()),
        expecting("4h", fired=("breach",)),
    )


def test_one_failure_does_not_end_a_test() -> None:
    found = failures(CLIMBS, expecting(level="L2"), expecting("1h", level="L1"))
    assert [failure.found for failure in found] == ["L1", "L2"]


def test_a_reminder_fires_its_rule_again() -> None:
    rule = clock_rule("late", at="1h", notify=("lead",), repeat=Repeat(every=HOUR, times=1))
    policy = staffed(targets=(targets(resolve="4h"),), rules=(rule,))
    assert not failures(
        policy,
        expecting("1h", fired=("late",)),
        expecting("2h", fired=("late",), notified=("lee",)),
        expecting("3h", fired=(), notified=()),
    )


def test_what_people_do_is_done_in_their_name_and_at_their_time() -> None:
    known = CLIMBS.people.people
    policy = changed(CLIMBS, people={**known, "bo": replace(known["bo"], logins=("blind",))})
    assert not failures(
        policy,
        doing("acknowledge", "10m", by="blind", take=True),
        expecting("10m", status="acknowledged", owner="bo"),
    )


def test_a_verb_that_is_refused_ends_the_test() -> None:
    [failure] = failures(CLIMBS, doing("close", "5m"), expecting("6m", level="L3"))
    assert (failure.what, failure.at) == ("close", after("5m"))
    assert failure.reason == "T-1 is open: it cannot be closed"


def test_a_refusal_can_be_what_is_expected() -> None:
    assert not failures(CLIMBS, doing("close", refused=True), expecting(status="open"))


def test_a_verb_that_should_have_been_refused_is_told() -> None:
    [failure] = failures(
        CLIMBS, doing("acknowledge", refused=True), expecting(status="acknowledged")
    )
    assert (failure.what, failure.reason) == ("acknowledge", "it was not refused")


def test_a_verb_that_makes_no_sense_is_no_refusal() -> None:
    [failure] = failures(CLIMBS, doing("escalate", refused=True, to="L9"))
    assert failure.reason == "there is no level 'L9'"


def test_a_ticket_that_cannot_be_logged_is_told() -> None:
    [failure] = failures(CLIMBS, expecting(level="L1"), title="x" * 501)
    assert failure.what == "ticket"
    assert "501 characters" in failure.reason


def test_each_test_has_a_store_of_its_own() -> None:
    context = a_context(CLIMBS)
    twice = [a_policy_test(expecting(level="L1"))] * 2
    done = run_policy_tests(context, twice, MemoryStore)
    assert [result.failures for result in done.results] == [(), ()]
    assert context.store.read().highest() == 0


def test_the_rules_that_no_test_fired_are_named_in_their_order() -> None:
    done = run_policy_tests(
        a_context(CLIMBS),
        [a_policy_test(expecting("2h", level="L2")), a_policy_test(expecting(level="L9"))],
        MemoryStore,
    )
    assert (done.failed, done.unfired) == (1, ("severe", "breach"))


def test_a_ladder_that_is_climbed_rung_by_rung_is_climbed_in_following_runs() -> None:
    rules = (clock_rule("a", at="1h", escalate="L2"), clock_rule("b", at="1h", escalate="L3"))
    policy = staffed(None, targets=(targets(resolve="4h"),), rules=rules, catch_up="climb")
    assert not failures(policy, expecting("1h", level="L2"), expecting("1h1m", level="L3"))


def test_a_channel_that_asked_for_events_is_nobody_who_is_notified() -> None:
    hook = Channel(id="hook", kind="file", value=("x",), subscribe=("ticket_logged",))
    assert not failures(staffed(channels={"hook": hook}), expecting(notified=()))


class Damaged(RowsTransaction):
    """A transaction in which every ticket has changed, and no history can be read."""

    def revision(self, number: int) -> str:
        return f"another of {number}"

    def events(self, number: int) -> list[Event]:
        raise DamagedHistoryError(f"the history of {number} is gone")


class Forgetful(MemoryStore):
    """A store that loses histories between reading and changing them."""

    @contextmanager
    def transaction(self) -> Iterator[RowsTransaction]:
        tables = self._tables.copy()
        yield Damaged(tables, Shelf(tables))
        self._tables = tables


def test_a_check_that_fails_ends_the_test() -> None:
    [done] = run_policy_tests(
        a_context(CLIMBS), [a_policy_test(expecting("1h", level="L2"))], Forgetful
    ).results
    [failure] = done.failures
    assert (failure.what, failure.at) == ("check", after("1h"))
    assert "the history of 1 is gone" in failure.reason


KIM = NewTicket(title="No paper", requester="kim")


def logging(at: str, of: str, draft: NewTicket = KIM) -> PolicyTestStep:
    return doing("log", at, of=of, draft=draft)


def test_each_ticket_is_told_of_by_itself() -> None:
    assert not failures(
        CLIMBS,
        logging("30m", "second", NewTicket(title="B", priority="P1")),
        expecting("30m", level="L1", fired=()),
        expecting("30m", "second", management="manager", fired=("severe",)),
        doing("acknowledge", "40m", of="second"),
        expecting("1h", level="L2", status="open", fired=("hour",)),
        expecting("1h", "second", level="L1", status="acknowledged", fired=()),
    )


def test_complaints_are_counted_over_the_tickets_of_a_requester() -> None:
    rule = Rule(
        type="complaints",
        name="often",
        settings='{"by":"requester","count":2,"within":"P1D"}',
        escalate="lead",
    )
    policy = staffed(rules=(rule,))
    assert not failures(
        policy,
        logging("10m", "printer"),
        doing("complain", "20m"),
        expecting("20m", management=None),
        doing("complain", "30m", of="printer"),
        expecting("30m", "printer", management="lead", fired=("often",)),
    )


def test_what_a_key_finds_is_the_ticket_that_is_meant() -> None:
    disk = NewTicket(title="Disk full", key="disk")
    again = logging("10m", "again", disk)
    assert not failures(
        CLIMBS,
        again,
        again,
        doing("acknowledge", "11m", of="again"),
        expecting("12m", status="acknowledged", owner="ana"),
        key="disk",
    )


def test_a_ticket_that_is_not_there_yet_can_be_asked_nothing() -> None:
    test = replace(a_policy_test(doing("close"), expecting("1m", level="L1")), draft=None)
    [result] = run_policy_tests(a_context(CLIMBS), [test], MemoryStore).results
    [failure] = result.failures
    assert (failure.what, failure.reason) == ("close", "there is no ticket first yet")


def test_what_is_not_there_has_nothing_that_could_be_expected() -> None:
    test = replace(a_policy_test(expecting(status=None), expecting(level="L1")), draft=None)
    [result] = run_policy_tests(a_context(CLIMBS), [test], MemoryStore).results
    assert [(each.what, each.found) for each in result.failures] == [("level", None)]


def test_heartbeats_are_told_apart_by_their_keys() -> None:
    beats = tuple(
        Heartbeat(key=key, every=every, log=MissedBeatTicket(title=f"No {key}", priority="P1"))
        for key, every in (("backup", DAY), ("mail", HOUR))
    )
    policy = changed(CLIMBS, heartbeats=beats)
    steps = (
        expecting("59m", "mail", status=None),
        expecting("1h", "mail", status="open", fired=("severe",)),
        expecting("1h", status=None),
        doing("beat", "2h", of=FIRST, key="mail"),
        expecting("2h", "mail", status="resolved"),
        expecting("24h", status="open"),
        doing("beat", "25h"),
        expecting("25h", status="resolved"),
    )
    test = replace(a_policy_test(*steps), draft=None, heartbeats=("backup", "mail"))
    [result] = run_policy_tests(a_context(policy), [test], MemoryStore).results
    assert result.failures == ()


def test_duty_is_what_the_plan_says_until_somebody_takes_it_over() -> None:
    assert not failures(
        staffed(),
        expecting(on_duty_specialists=("bo",), on_duty_frontline=("ana",)),
        doing("override", "1h", by="lee", team="specialists", person="cy", until=after("2h")),
        expecting("90m", on_duty_specialists=("cy",)),
        expecting("2h", on_duty_specialists=("bo",)),
    )


def test_a_turn_is_swapped_for_another() -> None:
    policy = load(sample_policy("it-support").encode(), "policy.yaml", TODAY)
    assert not failures(
        policy,
        expecting(on_duty_network=("cy",)),
        doing("swap", "1h", by="lee", team="network", person="cy", other="di"),
        expecting("2h", on_duty_network=("di",)),
        expecting("169h", on_duty_network=("cy",)),
    )
