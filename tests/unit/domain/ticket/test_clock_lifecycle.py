"""The six duties of a ticket: what starts, pauses and ends each clock."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.clock.sla_clock import Clock, ClockState
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.party_kind import Party
from tests.conftest import (
    HOUR,
    MINUTE,
    OFFICE,
    a_history,
    a_log,
    a_policy,
    a_ticket,
    after,
    answered,
    asked,
    asked_afterwards,
    changed,
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
    taken,
    targets,
    when,
)

AN_HOUR: dict[str, Any] = dict.fromkeys(CLOCKS, "1h")
HOURLY = a_policy(targets=(targets(**AN_HOUR),))
ASSESSED = e.TicketAssessed(at=after("30m"), by="bo", priority="P3")
COMPLAINED = e.ComplaintReceived(at=after("30m"), by="kim")
ESCALATED = escalated(after("30m"), "L2")
INVOLVED = escalated(after("30m"), "lead", "management")


def clocks_of(*events: e.Event, until: str = "40m", policy: Policy = HOURLY) -> dict[str, Clock]:
    return dict(a_history(*events, policy=policy).seen(after(until)).clocks)


def states(clocks: dict[str, Clock]) -> dict[str, str]:
    return {name: str(clock.state) for name, clock in clocks.items()}


def test_every_duty_begins_with_the_log() -> None:
    clocks = clocks_of()
    assert states(clocks) == dict.fromkeys(CLOCKS, "running")
    assert {clock.due_at for clock in clocks.values()} == {after("1h")}
    assert {clock.instance for clock in clocks.values()} == {1}


@pytest.mark.parametrize(
    ("event", "met", "begun_again"),
    [
        (noted(after("30m")), set(), set()),
        (answered(after("30m")), {"first_response", "next_response"}, {"update"}),
        (asked(after("30m")), set(), set()),
        (COMPLAINED, set(), set()),
        (taken(after("30m")), {"first_response", "acknowledge"}, set()),
        (taken(after("30m"), by="kim"), {"acknowledge"}, set()),
        (ASSESSED, {"first_response", "acknowledge"}, set()),
        (ESCALATED, set(), {"acknowledge", "level"}),
        (INVOLVED, set(), set()),
        (e.TicketAssigned(at=after("30m"), by="bo", owner="cy"), set(), set()),
        (edited(after("30m"), title="Mail"), set(), set()),
        (e.ReviewRecorded(at=after("30m"), by="bo", root_cause="?"), set(), set()),
    ],
    ids=[
        "internal note",
        "public note",
        "question",
        "complaint",
        "acknowledged",
        "acknowledged by the requester",
        "assessed",
        "escalated",
        "management involved",
        "assigned",
        "edited",
        "reviewed",
    ],
)
def test_an_event_does_its_duties(event: e.Event, met: set[str], begun_again: set[str]) -> None:
    clocks = clocks_of(event)
    assert {name for name, clock in clocks.items() if clock.state is ClockState.MET} == met
    assert {name for name, clock in clocks.items() if clock.instance == 2} == begun_again
    for name in begun_again:
        assert clocks[name].started_at == after("30m")


def test_parking_an_open_ticket_takes_it_but_answers_nobody() -> None:
    clocks = clocks_of(paused(after("30m")))
    assert states(clocks) == {
        "first_response": "met",
        "next_response": "paused",
        "update": "paused",
        "acknowledge": "met",
        "level": "paused",
        "resolve": "paused",
    }


@pytest.mark.parametrize(
    ("party", "rules", "state"),
    [
        (Party.TEAM, 5, "met"),
        (Party.TEAM, 4, "running"),
        (Party.REQUESTER, 5, "running"),
        (Party.MACHINE, 5, "running"),
    ],
    ids=["the team", "the team, by rules of before", "the requester", "a machine"],
)
def test_parking_what_the_requester_had_parked_takes_it_if_nobody_has_it(
    party: Party, rules: int, state: str
) -> None:
    theirs = replace(paused(after("10m")), by="kim", party=Party.REQUESTER)
    again = replace(paused(after("30m")), party=party)
    history = a_history(theirs, again, policy=HOURLY, rules=rules)
    assert history.seen(after("40m")).clocks["acknowledge"].state == state
    taken_at = {"met": after("30m"), "running": None}[state]
    assert history.ticket.acknowledged_at == taken_at


def test_waiting_does_not_pause_the_duty_to_acknowledge() -> None:
    parked = paused(after("10m"))
    reached = escalated(after("20m"), "L2")
    clocks = clocks_of(parked, reached, until="90m")
    assert clocks["acknowledge"].breached_at == after("80m")


def test_the_policy_may_pause_other_clocks() -> None:
    only_resolve = a_policy(targets=HOURLY.rules.targets, pauses=("resolve",))
    clocks = clocks_of(paused(after("30m")), policy=only_resolve)
    stopped = {name for name, clock in clocks.items() if clock.state is ClockState.PAUSED}
    assert stopped == {"resolve"}


def test_a_paused_clock_never_breaches_and_goes_on_where_it_stood() -> None:
    clocks = clocks_of(paused(after("30m")), resumed(after("5h")), until="5h10m")
    assert clocks["resolve"].spent == 40 * MINUTE
    assert clocks["resolve"].due_at == after("5h30m")
    assert clocks["resolve"].breached_at is None


def test_the_oldest_unanswered_message_counts() -> None:
    clocks = clocks_of(
        answered(after("5m")), asked(after("10m")), asked(after("20m")), COMPLAINED, until="1h"
    )
    assert clocks["next_response"].started_at == after("10m")
    assert clocks["next_response"].due_at == after("70m")


def test_nobody_owes_an_answer_to_a_ticket_that_is_answered() -> None:
    assert clocks_of(answered(after("5m")))["next_response"].ended_at == after("5m")


def test_a_question_after_the_resolution_starts_no_clock() -> None:
    clocks = clocks_of(answered(after("5m")), resolved(after("6m")), asked(after("7m")))
    assert clocks["next_response"].ended_at == after("5m")


def test_updates_are_owed_again_after_each_public_note() -> None:
    clocks = clocks_of(answered(after("50m")), answered(after("100m")), until="101m")
    assert (clocks["update"].instance, clocks["update"].due_at) == (3, after("160m"))


def test_resolving_ends_every_clock_and_judges_only_its_own() -> None:
    clocks = clocks_of(resolved(after("30m")))
    unjudged = dict.fromkeys(CLOCKS, "stopped")
    assert states(clocks) == unjudged | {"resolve": "met"}
    assert {clock.ended_at for clock in clocks.values()} == {after("30m")}


def test_a_breach_stays_when_the_ticket_is_resolved_and_freezes() -> None:
    clocks = clocks_of(resolved(after("3h")), until="9h")
    assert states(clocks) == dict.fromkeys(CLOCKS, "breached")
    assert clocks["resolve"].spent == 3 * HOUR
    assert clocks["resolve"].breached_at == after("1h")


def test_exactly_at_the_target_is_met() -> None:
    assert clocks_of(resolved(after("1h")))["resolve"].state is ClockState.MET


def test_closing_changes_no_clock() -> None:
    before = clocks_of(resolved(after("30m")))
    assert clocks_of(resolved(after("30m")), closed(after("2h"))) == before


def test_reopening_begins_a_cycle_with_clocks_of_its_own() -> None:
    clocks = clocks_of(resolved(after("2h")), closed(after("3h")), reopened(after("4h")))
    assert {clock.cycle for clock in clocks.values()} == {2}
    assert {clock.instance for clock in clocks.values()} == {1}
    assert {clock.started_at for clock in clocks.values()} == {after("4h")}
    assert {clock.spent for clock in clocks.values()} == {timedelta(0)}
    assert {clock.breached_at for clock in clocks.values()} == {None}


P1_FAST = a_policy(
    targets=(
        targets(of=when(priority="P1"), resolve="1h", update="30m"),
        targets("office", resolve="8h", first_response="4h"),
    )
)


def test_the_first_matching_target_wins_clock_by_clock() -> None:
    clocks = a_ticket(policy=P1_FAST, priority="P1").clocks
    assert clocks["resolve"].due_at == after("1h")
    assert clocks["first_response"].due_at == after("4h")
    assert clocks["level"].target is None


def test_a_change_of_priority_keeps_the_time_spent() -> None:
    history = a_history(edited(after("20m"), priority="P1"), policy=P1_FAST)
    assert history.ticket.clocks["resolve"].due_at == after("60m")
    assert history.seen(after("30m")).clocks["resolve"].spent == 30 * MINUTE


def test_a_target_spent_already_is_breached_at_the_change() -> None:
    history = a_history(edited(after("2h"), priority="P1"), policy=P1_FAST)
    assert history.seen(after("3h")).clocks["resolve"].breached_at == after("2h")


def test_a_priority_for_no_time_judges_nothing() -> None:
    there_and_back = edited(after("2h"), priority="P1"), edited(after("2h"), priority="P3")
    history = a_history(*there_and_back, policy=P1_FAST)
    assert (
        history.seen(after("3h")).clocks["resolve"]
        == a_history(policy=P1_FAST).seen(after("3h")).clocks["resolve"]
    )


def test_a_duty_to_somebody_begins_with_its_first_target() -> None:
    p1_only = a_policy(
        targets=(targets(of=when(priority="P1"), update="4h"), targets("office", resolve="8h"))
    )
    history = a_history(edited(after("20h"), priority="P1"), policy=p1_only)
    assert history.ticket.clocks["update"].spent == timedelta(0)
    assert history.ticket.clocks["update"].due_at == after("24h")


def test_a_ticket_that_no_target_matches_keeps_its_calendar() -> None:
    nothing = a_policy(targets=(targets("office", of=when(priority="P3"), resolve="8h"),))
    history = a_history(edited(after("4h"), priority="P1"), policy=nothing)
    assert history.ticket.clocks["resolve"].due_at is None
    assert history.seen(after("1d")).clocks["resolve"].spent == 8 * HOUR


def test_a_calendar_changed_under_its_name_counts_from_the_apply_on() -> None:
    night = replace(OFFICE, hours=tuple((day, (("20:00", "24:00"),)) for day, _ in OFFICE.hours))
    old = a_policy(targets=(targets("office", resolve="4h"),))
    new = changed(old, id="policy-2", calendars={"office": night})
    log = a_history(policy=old).events
    history = History([*log, followed(after("2h"), new)], rules_of(old, new))
    assert history.ticket.clocks["resolve"].due_at == after("13h")


def test_a_policy_without_targets_ends_every_deadline_and_no_verdict() -> None:
    old = a_policy(targets=(targets(resolve="1h", update="4h"),))
    new = changed(old, id="policy-2", targets=())
    log = a_history(policy=old).events
    history = History([*log, followed(after("2h"), new)], rules_of(old, new))
    clocks = history.seen(after("9h")).clocks
    assert {clock.due_at for clock in clocks.values()} == {None}
    assert states(dict(clocks)) == dict.fromkeys(CLOCKS, "running") | {"resolve": "breached"}


OVER = resolved(after("30m"))
ASKED = asked_afterwards(after("40m"))


def answer_owed(*events: e.Event, policy: Policy = HOURLY) -> tuple[str, int, Any]:
    """Return how the duty to answer stands two hours after the log, which run, and since when."""
    clock = clocks_of(*events, until="2h", policy=policy)["next_response"]
    return str(clock.state), clock.instance, clock.started_at


def test_a_word_after_the_resolution_wants_an_answer() -> None:
    assert answer_owed(OVER, ASKED) == ("breached", 2, after("40m"))
    assert answer_owed(OVER, ASKED, asked_afterwards(after("50m")))[1:] == (2, after("40m"))
    assert states(clocks_of(OVER, ASKED)) == states(clocks_of(OVER)) | {"next_response": "running"}
    over = closed(after("35m"))
    assert answer_owed(OVER, over, ASKED) == ("breached", 2, after("40m"))
    complained = replace(COMPLAINED, at=after("40m"), party=Party.REQUESTER)
    assert answer_owed(OVER, complained) == ("breached", 2, after("40m"))


@pytest.mark.parametrize(
    "word",
    [
        asked(after("40m")),
        noted(after("40m"), public=True, party=Party.MACHINE),
        noted(after("40m"), public=True, party=Party.OTHER),
        noted(after("40m"), public=True, party=Party.TEAM),
    ],
    ids=["of before there were parties", "of a machine", "of a stranger", "of the team"],
)
def test_no_other_word_does(word: e.NoteAdded) -> None:
    assert answer_owed(OVER, word)[:2] == ("stopped", 1)


def test_a_policy_may_have_it_ignored() -> None:
    policy = changed(HOURLY, after_resolution="ignore")
    assert answer_owed(OVER, ASKED, policy=policy)[:2] == ("stopped", 1)


def test_the_public_word_of_the_team_judges_it_and_the_next_question_begins_anew() -> None:
    said = answered(after("50m"), party=Party.TEAM)
    assert answer_owed(OVER, ASKED, said) == ("met", 2, after("40m"))
    assert answer_owed(OVER, ASKED, said, asked_afterwards(after("55m"))) == (
        "breached",
        3,
        after("55m"),
    )
    late = answered(after("110m"), party=Party.TEAM)
    assert answer_owed(OVER, ASKED, late)[0] == "breached"


def test_a_closure_ends_it_without_a_verdict() -> None:
    assert answer_owed(OVER, ASKED, closed(after("50m"))) == ("stopped", 2, after("40m"))


def test_a_reopening_carries_it_over_with_its_start() -> None:
    history = a_history(OVER, ASKED, reopened(after("60m")), policy=HOURLY)
    clock = history.seen(after("2h")).clocks["next_response"]
    assert (clock.run, clock.started_at) == (("next_response", 1, 2), after("40m"))
    assert clock.breached_at == after("100m")
    begun = {name for name, c in history.ticket.clocks.items() if c.started_at == after("60m")}
    assert begun == {*CLOCKS} - {"next_response"}
    history.add(answered(after("61m"), party=Party.TEAM))
    history.add(asked(after("62m"), party=Party.REQUESTER))
    assert history.ticket.clocks["next_response"].run == ("next_response", 2, 1)


@pytest.mark.parametrize(
    ("party", "requester", "rules", "owed"),
    [
        (Party.TEAM, "kim", 4, True),
        (Party.TEAM, None, 4, False),
        (Party.REQUESTER, None, 4, True),
        (None, "kim", 4, True),
        (Party.MACHINE, "kim", 4, False),
        (Party.OTHER, "kim", 4, False),
        (Party.MACHINE, "kim", 3, True),
        (Party.MACHINE, None, 3, False),
        (Party.MACHINE, None, 2, True),
    ],
    ids=[
        "the team, for who reported it",
        "the team, where nobody did",
        "somebody of the requester's side",
        "before there were parties",
        "a machine",
        "a stranger",
        "a machine, by the rules of before",
        "a machine, where nobody reported it",
        "a machine, by rules by which somebody always waits",
    ],
)
def test_who_reopens_says_whether_somebody_waits_for_an_answer(
    party: Party | None, requester: str | None, rules: int, owed: bool
) -> None:
    begun = replace(reopened(after("60m")), party=party, rules=rules)
    history = a_history(OVER, begun, policy=HOURLY, requester=requester)
    clock = history.ticket.clocks.get("next_response")
    assert (clock is not None and clock.cycle == 2) == owed


def test_a_response_in_words_is_owed_to_nobody_where_a_machine_reopens() -> None:
    policy = changed(HOURLY, response=("note",))
    begun = replace(reopened(after("60m")), party=Party.MACHINE)
    history = a_history(OVER, begun, policy=policy, requester="kim")
    assert "first_response" not in history.ticket.clocks
    history.add(asked(after("70m")))
    assert history.ticket.clocks["first_response"].started_at == after("70m")


@pytest.mark.parametrize(
    ("rules", "due"), [(4, "60m"), (3, "2h")], ids=["today", "by the rules of before"]
)
def test_what_was_missed_under_one_priority_stays_due_then_under_another(
    rules: int, due: str
) -> None:
    policy = a_policy(targets=(targets(of=when(priority="P1"), resolve="30m"), targets(**AN_HOUR)))
    history = a_history(edited(after("2h"), priority="P1"), policy=policy, rules=rules)
    clock = history.ticket.clocks["resolve"]
    assert (clock.breached_at, clock.due_at) == (after("60m"), after(due))


GOES_ON = changed(a_policy(targets=(targets(**AN_HOUR),)), reopening="continue")


def begun_again(*events: e.Event, policy: Policy = GOES_ON) -> dict[str, Clock]:
    """Return the clocks of a ticket that was resolved after half an hour and reopened at two."""
    return clocks_of(*events, OVER, reopened(after("2h")), until="2h10m", policy=policy)


def test_where_the_policy_has_it_so_a_reopening_goes_on_with_what_was_spent() -> None:
    clocks = begun_again()
    for name in ("resolve", "level", "first_response"):
        clock = clocks[name]
        assert (clock.cycle, clock.instance, clock.spent) == (2, 1, 40 * MINUTE)
        assert (clock.started_at, clock.due_at) == (after("0m"), after("2h30m"))
    for name in ("acknowledge", "next_response", "update"):
        assert (clocks[name].spent, clocks[name].started_at) == (10 * MINUTE, after("2h"))


def test_a_word_is_no_first_response_where_the_policy_does_not_list_words() -> None:
    silent = a_policy(targets=(targets(**AN_HOUR),), response=["acknowledge"])
    clocks = clocks_of(answered(after("30m")), policy=silent)
    assert states(clocks)["first_response"] == "running"
    assert clocks["next_response"].ended_at == after("30m")


def test_a_first_response_that_was_given_stays_given() -> None:
    clocks = begun_again(answered(after("10m")))
    given = clocks["first_response"]
    assert (given.run, given.state) == (("first_response", 1, 1), ClockState.MET)
    assert begun_again(answered(after("10m")), policy=HOURLY)["first_response"].cycle == 2


def test_what_was_breached_goes_on_and_is_not_breached_twice() -> None:
    late = resolved(after("90m"))
    history = a_history(late, reopened(after("2h")), policy=GOES_ON)
    clock = history.seen(after("3h")).clocks["resolve"]
    assert (clock.run, clock.spent) == (("resolve", 2, 1), 150 * MINUTE)
    assert (clock.is_overdue, clock.state, clock.breaches) == (True, ClockState.BREACHED, False)
    history.add(resolved(after("4h")))
    history.add(reopened(after("5h")))
    found = [each for each in history.seen(after("9h")).breaches if each.clock == "resolve"]
    assert [(each.run, each.overrun) for each in found] == [(("resolve", 1, 1), 30 * MINUTE)]
    assert not history.seen(after("9h")).clocks["resolve"].breaches


def test_time_without_a_target_goes_on_as_well_and_the_closed_time_is_none() -> None:
    policy = a_policy(targets=(targets(of=when(priority="P1"), resolve="1h"),))
    raised = edited(after("2h10m"), priority="P1")
    history = a_history(
        OVER,
        reopened(after("2h")),
        raised,
        policy=changed(policy, reopening="continue"),
    )
    clock = history.seen(after("2h15m")).clocks["resolve"]
    assert (clock.spent, clock.due_at) == (45 * MINUTE, after("2h30m"))


def test_a_duty_of_which_the_source_tells_nothing_is_never_judged() -> None:
    begun = a_log(unknown=("first_response", "acknowledge", "bygone"))
    history = History([begun], rules_of(HOURLY))
    clocks = dict(history.seen(after("2h")).clocks)
    unknown = {name for name, clock in clocks.items() if clock.state is ClockState.STOPPED}
    assert unknown == {"first_response", "acknowledge"}
    assert clocks["resolve"].state is ClockState.BREACHED
    history.add(escalated(after("3h"), "L2"))
    assert history.ticket.clocks["acknowledge"].state is ClockState.RUNNING
