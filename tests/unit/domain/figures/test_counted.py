"""Each thing that counts is found with its date, and with the ticket as it was then."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.counted import (
    DATES,
    LOGGED,
    RESOLVED,
    Counted,
    Thing,
    counted,
    runs,
    step_at,
)
from escalate_cli.domain.figures.responses import Response
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock
from escalate_cli.domain.ticket.cycles import TicketCycle
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Complaint, Escalation
from tests.conftest import (
    a_history,
    a_policy,
    after,
    answered,
    edited,
    escalated,
    reopened,
    resolved,
    taken,
    targets,
)

NOW = after("9h")
POLICY = a_policy(targets=(targets(resolve="4h", level="1h", acknowledge="15m"),))
STORY = (escalated(after("1h"), "L2"), resolved(after("2h")), reopened(after("3h")))


def found(name: str, *events: e.Event) -> list[tuple[str, int, int]]:
    history = a_history(*events, policy=POLICY)
    return [
        (level, run.cycle, run.instance)
        for level, run in runs(history, after("9h"))
        if run.name == name
    ]


def test_a_run_belongs_to_the_level_at_which_it_ended() -> None:
    assert found("level", *STORY) == [("L1", 1, 1), ("L2", 1, 2), ("L2", 2, 1)]
    assert found("resolve", *STORY) == [("L2", 1, 1), ("L2", 2, 1)]


def test_a_level_that_was_passed_through_in_no_time_had_no_run() -> None:
    assert found("level", escalated(after("0m"), "L2")) == [("L2", 1, 2)]


def things(history: History, kind: type[Thing]) -> list[Counted]:
    return [each for each in counted(history, NOW, by_person=True) if isinstance(each.thing, kind)]


def a_run(history: History, name: str) -> Counted:
    found = (x for x in things(history, Clock) if isinstance(x.thing, Clock))
    return next(x for x in found if isinstance(x.thing, Clock) and x.thing.name == name)


def test_everything_that_happened_is_found_in_its_cycle() -> None:
    history = a_history(
        e.ComplaintReceived(at=after("30m"), by="kim"),
        *STORY,
        e.ComplaintReceived(at=after("4h"), by="kim"),
        policy=POLICY,
    )
    assert [x.cycle.last for x in things(history, TicketCycle)] == [1, 2]
    assert [x.cycle.last for x in things(history, Escalation)] == [1]
    assert [x.cycle.last for x in things(history, Complaint)] == [1, 2]
    assert [x.cycle.last for x in things(history, e.TicketReopened)] == [2]


def test_a_thing_has_its_own_date_or_that_of_its_cycle() -> None:
    history = a_history(taken(after("5m")), *STORY, policy=POLICY)
    run = a_run(history, "acknowledge")
    assert DATES[RESOLVED](run) == after("5m")
    assert DATES[LOGGED](run) == after("0m")
    second = things(history, TicketCycle)[1]
    assert (DATES[RESOLVED](second), DATES[LOGGED](second)) == (None, after("3h"))


def test_what_was_recorded_by_the_rules_of_before_has_the_date_of_the_resolution() -> None:
    history = a_history(taken(after("5m")), resolved(after("2h")), policy=POLICY, rules=1)
    assert DATES[RESOLVED](a_run(history, "acknowledge")) == after("2h")


def test_a_breach_is_judged_by_what_was_true_then() -> None:
    lowered = edited(after("4h30m"), priority="P1")
    history = a_history(edited(after("1h"), priority="P2"), lowered, policy=POLICY)
    assert a_run(history, "resolve").judged(history, NOW).ticket.priority == "P2"


def test_a_run_in_time_is_judged_by_what_was_true_when_it_ended() -> None:
    history = a_history(
        edited(after("1h"), priority="P2"),
        resolved(after("2h")),
        edited(after("3h"), priority="P1"),
        policy=POLICY,
    )
    assert a_run(history, "resolve").judged(history, NOW).ticket.priority == "P2"


def test_what_goes_on_is_judged_by_what_is() -> None:
    history = a_history(edited(after("1h"), priority="P2"))
    assert a_run(history, "resolve").judged(history, NOW).ticket.priority == "P2"


def test_a_move_does_not_count_for_what_it_ends() -> None:
    history = a_history(escalated(after("1h"), "L2", owner="cy"), owner="bo", policy=POLICY)
    judged = a_run(history, "level").judged(history, NOW).ticket
    assert (judged.level, judged.owner) == ("L1", "bo")


def test_a_move_at_the_very_log_leaves_the_ticket_of_the_log() -> None:
    history = a_history(escalated(after("0m"), "L2"), policy=POLICY)
    [move] = things(history, Escalation)
    assert move.judged(history, NOW).ticket.level == "L1"


def test_what_came_at_the_instant_of_a_move_counts_by_its_place_before_or_after_it() -> None:
    events = (
        edited(after("1h"), priority="P2"),
        escalated(after("1h"), "L2"),
        edited(after("1h"), priority="P1"),
        escalated(after("1h"), "lead", ladder="management"),
    )
    history = a_history(*events, policy=POLICY)
    ended = a_run(history, "level").judged(history, NOW).ticket
    assert (ended.level, ended.priority) == ("L1", "P2")
    moves = [x.judged(history, NOW).ticket for x in things(history, Escalation)]
    assert [(t.level, t.priority) for t in moves] == [("L1", "P2"), ("L2", "P1")]


@pytest.mark.parametrize(
    ("events", "person"),
    [
        ((taken(after("5m"), by="cy"),), "cy"),
        ((taken(after("2h"), by="cy"),), "bo"),
        ((), "bo"),
        ((edited(after("5m"), title="x"), taken(after("5m"), by="cy")), "cy"),
    ],
    ids=["in time", "late", "not yet", "after another at that instant"],
)
def test_a_run_is_of_who_ended_it_in_time_or_else_of_the_owner(
    events: tuple[e.Event, ...], person: str
) -> None:
    history = a_history(*events, owner="bo", policy=POLICY)
    assert a_run(history, "acknowledge").person(history, NOW) == person


def test_what_the_policy_ended_is_the_owners() -> None:
    moved = escalated(after("1h"), "L2", by=e.POLICY, owner="cy")
    history = a_history(moved, owner="bo", policy=POLICY)
    assert a_run(history, "level").person(history, NOW) == "bo"


@pytest.mark.parametrize(("owner", "person"), [(None, None), ("bo", "bo")])
def test_what_the_system_of_an_import_ended_is_the_owners(
    owner: str | None, person: str | None
) -> None:
    ended = replace(resolved(after("2h")), by="jira")
    history = a_history(ended, policy=POLICY, owner=owner, source="jira")
    assert a_run(history, "resolve").person(history, NOW) == person
    its = a_history(ended, policy=POLICY, owner=owner)
    assert a_run(its, "resolve").person(its, NOW) == "jira"


def test_what_an_import_does_not_tell_is_not_of_who_reported_it() -> None:
    untold = a_history(policy=POLICY, owner="bo", unknown=("acknowledge",))
    assert a_run(untold, "acknowledge").person(untold, NOW) == "bo"
    promised = a_policy(targets=(targets(next_response="1h"),))
    called = a_history(policy=promised, by="ana", owner="bo", by_phone=True)
    assert a_run(called, "next_response").person(called, NOW) == "ana"


def test_a_response_is_of_who_responded() -> None:
    history = a_history(answered(after("5m")), policy=POLICY)
    [response] = things(history, Response)
    assert response.person(history, NOW) == "bo"
    assert things(history, TicketCycle)[0].person(history, NOW) is None
    assert not any(isinstance(x.thing, Response) for x in counted(history, NOW))


def test_a_ticket_stood_at_an_instant_as_its_last_step_left_it() -> None:
    history = a_history(*STORY, policy=POLICY)
    levels = [step_at(history, after(at)).ticket.level for at in ("0m", "59m", "1h", "9h")]
    assert levels == ["L1", "L1", "L2", "L2"]


def test_an_excuse_finds_the_runs_of_a_cycle_that_is_over() -> None:
    excuse = e.BreachExcused(at=after("7h"), by="lee", clock="resolve", cycle=1, message="x")
    history = a_history(resolved(after("5h")), reopened(after("6h")), excuse, policy=POLICY)
    excused = [(run.name, run.cycle) for _, run in runs(history, NOW) if run.excused]
    assert excused == [("resolve", 1)]
