"""What is due of one finding, now and later; how a window puts it off is told beside windows."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.due_findings import Due, next_due
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.engine.maintenance import Silence
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    HOUR,
    MONDAY_NINE,
    PEOPLE,
    a_history,
    a_policy,
    after,
    cases_by,
    changed,
    checked,
    clock_rule,
    escalated,
    followed,
    resolved,
    rule_fired,
    rules_of,
    targets,
)

LATE = clock_rule("late", at="1h", notify=("lead",), repeat=Repeat(every=HOUR, times=2))
HELD = Held(kind="wait", since=after("0m"))
POLICY = a_policy(rules=(LATE,), targets=(targets(resolve="9h"),))


def due(*checks: str, now: str) -> Due | None:
    """Return what is due after checks at some instants."""
    history = a_history(policy=POLICY)
    for at in checks:
        checked(history, after(at))
    [case] = cases_by(history, after(now))
    return next_due(case, history, after(now), PEOPLE, Silence())


def test_a_finding_comes_before_its_reminders_and_these_come_to_an_end() -> None:
    seen = [due(now="30m"), due("1h", now="1h"), due("1h", "2h", now="2h")]
    assert [(each.repeat, each.since) for each in seen if each] == [
        (0, after("1h")),
        (1, after("2h")),
        (2, after("3h")),
    ]
    assert due("1h", "2h", "3h", now="3h") is None


def test_reminders_that_were_missed_are_one() -> None:
    found = due("1h", now="3h30m")
    assert found is not None
    assert (found.repeat, found.since, found.first) == (2, after("3h"), after("2h"))


@pytest.mark.parametrize(
    ("is_held", "until", "at"),
    [
        (False, None, ["1h"]),
        (False, "5h", ["1h"]),
        (True, "5h", ["5h"]),
        (True, None, []),
    ],
    ids=["free", "held back before", "held", "held, nobody knows how long"],
)
def test_it_can_be_decided_once_nothing_holds_it_back(
    is_held: bool, until: str | None, at: list[str]
) -> None:
    found = due(now="30m")
    assert found is not None
    held = HELD if until is None else replace(HELD, until=after(until))
    then = replace(found, held=held, is_held=is_held)
    assert list(then.decidable_at) == [after(each) for each in at]
    assert list(replace(found, is_held=True).decidable_at) == []


def test_what_is_over_or_repeated_or_true_no_more_moves_no_ticket() -> None:
    found = due(now="30m")
    assert found is not None
    assert found.may_act
    others = replace(found, repeat=1), replace(found, is_over=True), replace(found, holds=False)
    assert not any(each.may_act for each in others)


def due_in(
    silence: Silence, *checks: str, now: str, of: Rule = LATE, **finding: datetime | None
) -> Due | None:
    """Return what is due in or beside times in which the policy is silent."""
    history = a_history(policy=changed(POLICY, rules=(of,)))
    for at in checks:
        checked(history, after(at))
    [case] = cases_by(history, after(now))
    told = replace(case, finding=replace(case.finding, **finding))
    return next_due(told, history, after(now), PEOPLE, silence)


def silent(since: str, until: str) -> Silence:
    return Silence((Held(kind="maintenance", since=after(since), until=after(until)),))


@pytest.mark.parametrize(
    ("times", "now", "first", "is_held"),
    [
        (("50m", "3h"), "30m", "3h", False),
        (("50m", "3h"), "1h", "1h", True),
        (("50m", "3h"), "2h", "1h", True),
        (("50m", "3h"), "3h", "1h", False),
        (("10m", "50m"), "30m", "1h", False),
    ],
    ids=["to come", "at its first instant", "later in it", "after it", "over before"],
)
def test_a_finding_is_put_off_by_the_silence_that_it_falls_into(
    times: tuple[str, str], now: str, first: str, is_held: bool
) -> None:
    found = due_in(silent(*times), now=now)
    assert found is not None
    assert (found.since, found.first, found.is_held) == (after("1h"), after(first), is_held)
    assert (found.holds, found.is_over, found.again, found.repeat) == (True, False, False, 0)


def test_reminders_that_fall_into_a_silence_are_passed_over() -> None:
    for now in ("70m", "2h"):
        found = due_in(silent("110m", "150m"), "1h", now=now)
        assert found is not None
        assert (found.repeat, found.since, found.holds) == (2, after("3h"), True)
    assert due_in(silent("110m", "4h"), "1h", now="2h") is None


def test_reminders_end_with_what_they_remind_of() -> None:
    none = Silence()
    assert due_in(none, "1h", now="95m", until=after("90m")) is None
    assert due_in(none, "1h", now="90m", until=after("2h")) is None
    found = due_in(none, "1h", now="90m", until=after("121m"))
    assert found is not None
    assert found.since == after("2h")


def test_what_is_to_come_once_more_goes_on_with_its_reminders() -> None:
    found = due_in(Silence(), "1h", now="2h", since=after("3h"))
    assert found is not None
    assert (found.repeat, found.since) == (1, after("4h"))


def test_a_decided_rule_that_does_not_repeat_or_that_lapsed_says_no_more() -> None:
    assert due_in(Silence(), "1h", now="5h", of=replace(LATE, repeat=None)) is None
    history = a_history(rule_fired(after("1h"), "lapsed"), policy=POLICY)
    [case] = cases_by(history, after("2h"))
    assert next_due(case, history, after("2h"), PEOPLE, Silence()) is None


GAP = Rule(type="skill_gap", name="gap", escalate="skilled", repeat=Repeat(every=HOUR))


def who_know(**skills: tuple[str, ...]) -> People:
    """Return people of whom those of each level have some skills."""
    teams = {name: replace(t, skills=skills.get(name[-2:], ())) for name, t in PEOPLE.teams.items()}
    return replace(PEOPLE, teams=teams)


def unanswered(level: str = "L1", people: People = PEOPLE) -> History:
    history = a_history(policy=a_policy(rules=(GAP,)), skills=("dns",), level=level)
    assert [d.action for d in checked(history, MONDAY_NINE, people)] == ["unanswered"]
    return history


def due_again(history: History, people: People) -> list[str]:
    return [due.key for due in Agenda(history, people).undecided(after("2h")) if due.again]


def test_a_finding_that_met_nobody_is_tried_again_once_people_have_changed() -> None:
    history = unanswered()
    assert due_again(history, PEOPLE) == []
    now_known = who_know(L3=("dns",))
    assert due_again(history, now_known) == ["T-1:1:gap:1-2:0"]
    assert [(d.key, d.since, d.action, d.to) for d in checked(history, after("2h"), now_known)] == [
        ("T-1:1:gap:1-2:0", MONDAY_NINE, "escalated", "L3")
    ]
    assert due_again(history, who_know(L2=("dns",), L3=("dns",))) == []


def test_an_attempt_that_was_superseded_is_the_last() -> None:
    late = clock_rule("late", at="1h", escalate="L3")
    once = replace(GAP, repeat=None)
    history = a_history(policy=a_policy(rules=(once, late)), skills=("dns",))
    checked(history, MONDAY_NINE)
    people = who_know(L2=("dns",))
    assert [(d.key, d.action) for d in checked(history, after("61m"), people)] == [
        ("T-1:1:gap:1-2:0", "superseded"),
        ("T-1:1:late:1:0", "escalated"),
    ]
    assert due_again(history, who_know(L2=("dns",))) == []


def test_what_is_tried_again_is_due_at_once_but_no_sign_of_a_check_that_was_missed() -> None:
    history = unanswered()
    engine = Engine(history, who_know(L2=("dns",)))
    assert engine.next_at(after("30m")) == MONDAY_NINE
    assert engine.finds_somebody(after("30m"))
    assert not engine.is_due(after("30m"), after("59m"))
    assert not Engine(history, PEOPLE).finds_somebody(after("30m"))


def test_reminders_of_a_finding_that_met_nobody_go_on_until_it_is_tried_again() -> None:
    history = unanswered()
    assert [d.key for d in checked(history, after("1h"))] == ["T-1:1:gap:1:1"]
    checked(history, after("90m"), who_know(L2=("dns",)))
    assert Engine(history, who_know(L2=("dns",))).next_at(after("90m")) is None


def test_a_way_back_to_where_others_are_above_is_no_news() -> None:
    people = who_know(L2=("dns",))
    history = unanswered("L3", people)
    history.add(e.TicketReturned(at=after("1h"), by="bo", to="L1", origin="L3"))
    assert due_again(history, people) == []


def test_who_has_learned_it_below_the_present_level_is_not_found() -> None:
    history = unanswered()
    history.add(escalated(after("1h"), "L3"))
    assert due_again(history, who_know(L2=("dns",))) == []


def test_nobody_is_looked_for_where_the_level_has_somebody_now_or_the_work_is_done() -> None:
    history = unanswered()
    assert due_again(history, who_know(L1=("dns",), L2=("dns",))) == []
    history.add(resolved(after("1h")))
    assert due_again(history, who_know(L2=("dns",))) == []


def test_a_rule_that_asks_for_a_level_now_is_not_tried_again() -> None:
    old = a_policy(rules=(GAP,))
    new = changed(old, id="policy-2", rules=(replace(GAP, escalate="L2"),))
    log = a_history(policy=old, skills=("dns",)).events
    history = History(log, rules_of(old, new))
    checked(history, MONDAY_NINE)
    history.add(followed(after("1h"), new))
    assert due_again(history, who_know(L2=("dns",))) == []


def test_a_decision_of_before_that_says_no_level_counts_from_the_present_one() -> None:
    history = unanswered()
    bare = [
        replace(each, origin=None) if isinstance(each, e.TriggerFired) else each
        for each in history.events
    ]
    assert due_again(History(bare, history.rules_of), who_know(L2=("dns",))) == ["T-1:1:gap:1-2:0"]


def test_another_attempt_is_the_finding_itself_and_waits_for_a_silence_to_end() -> None:
    history, people = unanswered(), who_know(L2=("dns",))
    [case] = cases_by(history, after("2h"), people)

    def again(silence: Silence) -> tuple[int, bool, bool, bool] | None:
        found = next_due(case, history, after("2h"), people, silence)
        return (found.repeat, found.again, found.holds, found.is_held) if found else None

    assert again(Silence()) == (0, True, True, False)
    assert again(silent("1h", "90m")) == (0, True, True, False)
    assert again(silent("1h", "3h")) == (0, True, True, True)
