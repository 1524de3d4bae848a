"""Each run of a clock names its words with their parties, its rows, and what it waits on."""

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.clock_breakdown import ClockBreakdown, breakdowns
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.party_kind import Party
from tests.conftest import (
    a_history,
    a_policy,
    after,
    answered,
    asked,
    changed,
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

EVERY = a_policy(
    targets=(targets(first_response="1h", next_response="1h", update="1h", acknowledge="1h"),)
)
WORDS_ONLY = changed(EVERY, response=("note",))


def by(party: Party, event: e.Event) -> e.Event:
    return event.of(party)


def said(
    history: History, clock: str = "first_response", run: int = 0, at: str = "9h"
) -> list[tuple[datetime, str, str]]:
    words = breakdowns(history, after(at), clock)[run].words
    return [(word.event.at, word.effect, word.reason) for word in words]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (asked(after("5m")), "the requester's side asks"),
        (by(Party.REQUESTER, answered(after("5m"))), "the requester's side asks"),
        (by(Party.MACHINE, answered(after("5m"))), "a machine answers nobody"),
        (by(Party.OTHER, answered(after("5m"))), "nobody knows whose side they are on"),
        (by(Party.TEAM, noted(after("5m"))), "the requester cannot read it"),
        (noted(after("5m")), "the requester cannot read it"),
        (e.ComplaintReceived(at=after("5m"), by="ana"), "the requester's side asks"),
        (replace(taken(after("5m")), by="kim"), "the requester's side asks"),
    ],
    ids=[
        "a question",
        "a stakeholder",
        "a machine",
        "a stranger",
        "an internal note",
        "one of before there were parties",
        "a complaint",
        "an ack of before by the requester",
    ],
)
def test_a_word_that_meets_nothing_says_why(event: e.Event, reason: str) -> None:
    history = a_history(event, answered(after("10m")), policy=EVERY)
    assert said(history) == [
        (after("0m"), "begins", ""),
        (after("5m"), "nothing", reason),
        (after("10m"), "meets", ""),
    ]


def test_what_the_policy_takes_for_a_response_is_named() -> None:
    ack = by(Party.TEAM, taken(after("5m")))
    [_, word] = said(a_history(ack, policy=WORDS_ONLY))
    assert word == (after("5m"), "nothing", "the policy takes note for a response")
    silent = changed(EVERY, response=("acknowledge", "assess"))
    [_, note] = said(a_history(by(Party.TEAM, answered(after("5m"))), policy=silent))
    assert note[2] == "the policy takes acknowledge or assess for a response"


@pytest.mark.parametrize("clock", ["acknowledge", "update", "next_response"])
def test_an_ack_is_about_no_answer_and_a_note_about_no_taking(clock: str) -> None:
    ack, note = by(Party.TEAM, taken(after("5m"))), by(Party.TEAM, answered(after("6m")))
    met = said(a_history(ack, note, policy=EVERY), clock)[1:]
    assert met == [(after("5m") if clock == "acknowledge" else after("6m"), "meets", "")]


def test_what_is_dropped_is_ended_and_the_next_run_begins_with_what_met_the_last() -> None:
    history = a_history(answered(after("5m")), resolved(after("1h")), policy=EVERY)
    assert said(history, "update") == [(after("0m"), "begins", ""), (after("5m"), "meets", "")]
    assert said(history, "update", 1) == [(after("5m"), "begins", ""), (after("1h"), "ends", "")]


def test_what_is_done_after_the_target_is_done_late() -> None:
    history = a_history(answered(after("2h")), policy=EVERY)
    assert said(history) == [(after("0m"), "begins", ""), (after("2h"), "late", "")]


def test_a_duty_that_goes_on_after_a_reopening_begins_again_with_it() -> None:
    goes_on = changed(a_policy(targets=(targets(resolve="4h"),)), reopening="continue")
    history = a_history(resolved(after("1h")), reopened(after("2h")), policy=goes_on)
    assert said(history, "resolve") == [(after("0m"), "begins", ""), (after("1h"), "meets", "")]
    assert said(history, "resolve", 1) == [(after("2h"), "begins", "")]


P1, OTHERS = when(priority="P1"), when(priority=("P2", "P3"))
BY_PRIORITY = a_policy(
    targets=(targets("office", of=P1, resolve="4h"), targets(of=OTHERS, resolve="8h"))
)


def rows(history: History, clock: str = "resolve") -> list[tuple[Any, ...]]:
    [breakdown] = breakdowns(history, after("9h"), clock)
    return [
        (row.since, row.row, row.when.wording, row.target and str(row.target.within))
        for row in breakdown.rows
    ]


def test_the_row_of_each_target_is_named_since_it_was_in_force() -> None:
    raised, again = edited(after("1h"), priority="P1"), edited(after("2h"), title="Mail")
    assert rows(a_history(raised, again, policy=BY_PRIORITY)) == [
        (after("0m"), 2, "priority P2 or P3", "8:00:00"),
        (after("1h"), 1, "priority P1", "4:00:00"),
    ]


def test_a_duty_counts_from_its_first_row_on() -> None:
    late = a_history(edited(after("1h"), priority="P1"), policy=BY_PRIORITY, priority="P4")
    assert rows(late) == [(after("1h"), 1, "priority P1", "4:00:00")]
    assert rows(late, "level") == []


def test_a_date_is_of_no_row_and_neither_is_a_target_that_is_gone() -> None:
    agreed = edited(after("1h"), agreed_due_at=after("5h"))
    gone = edited(after("2h"), agreed_due_at=None, priority="P4")
    assert rows(a_history(agreed, gone, policy=BY_PRIORITY)) == [
        (after("0m"), 2, "priority P2 or P3", "8:00:00"),
        (after("1h"), None, "", "5:00:00"),
        (after("2h"), None, "", None),
    ]


def test_the_rows_are_those_of_the_policy_that_was_in_force() -> None:
    other = _of("policy-2", a_policy(targets=(targets(of=OTHERS, resolve="6h"),)))
    history = a_history(policy=BY_PRIORITY)
    both = History([*history.events, followed(after("1h"), other)], rules_of(BY_PRIORITY, other))
    assert [(row, target) for _, row, _, target in rows(both)] == [(2, "8:00:00"), (1, "6:00:00")]


def _of(name: str, policy: Policy) -> Policy:
    return replace(policy, rules=replace(policy.rules, id=name))


def waited(history: History) -> list[tuple[Any, ...]]:
    ledgers: list[ClockBreakdown] = breakdowns(history, after("9h"), "next_response")
    lines = [line for ledger in ledgers for each in ledger.segments for line in each.lines]
    return [
        (on.kind, on.waiting_for, on.until, on.moved_to)
        for line in lines
        if (on := line.waits_on) is not None
    ]


def test_a_wait_names_for_whom_and_the_levels_through_which_it_went_on() -> None:
    history = a_history(
        paused(after("1h"), after("3h")),
        escalated(after("2h"), "L2", waits_on=True),
        policy=EVERY,
    )
    assert waited(history) == [("wait", "vendor", after("3h"), ("L2",))]


def test_each_wait_is_its_own() -> None:
    history = a_history(
        paused(after("1h")), resumed(after("2h")), paused(after("3h"), whom="other"), policy=EVERY
    )
    assert [whom for _, whom, *_ in waited(history)] == ["vendor", "other"]


def test_nobody_waits_for_themselves() -> None:
    history = a_history(by(Party.TEAM, taken(after("1h"), by="kim")), policy=EVERY)
    assert waited(history) == [("own", None, None, ())]


def test_who_is_not_of_the_team_acknowledges_nothing_by_parking_it() -> None:
    parked = paused(after("5m"))
    for party, reason in (
        (Party.OTHER, "nobody knows whose side they are on"),
        (Party.MACHINE, "a machine takes nothing over"),
        (Party.REQUESTER, "the requester's side takes nothing over"),
    ):
        history = a_history(by(party, parked), policy=EVERY)
        assert said(history, "acknowledge")[1:] == [(after("5m"), "nothing", reason)]
    history = a_history(by(Party.TEAM, parked), policy=EVERY)
    assert said(history, "acknowledge")[1:] == [(after("5m"), "meets", "")]


def test_what_ends_a_run_says_that_it_was_breached_by_then() -> None:
    late = a_history(resolved(after("3h")), policy=EVERY)
    assert said(late, "acknowledge")[-1] == (after("3h"), "ends", "it was breached by then")
    in_time = a_history(resolved(after("5m")), policy=EVERY)
    assert said(in_time, "update")[-1] == (after("5m"), "ends", "")
