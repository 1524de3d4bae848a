"""What is waiting to be decided: findings, reminders, breaches, closures."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine.agenda import Agenda, closes_at
from escalate_cli.domain.engine.due_findings import Due
from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rule
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.party_kind import Party
from tests.conftest import (
    MINUTE,
    MONDAY_NINE,
    PEOPLE,
    a_history,
    a_log,
    a_policy,
    after,
    answered,
    asked_afterwards,
    changed,
    checked,
    clock_rule,
    closed,
    edited,
    followed,
    noted,
    paused,
    reopened,
    resolved,
    rules_of,
    severity_rule,
    taken,
    targets,
    when,
)

THRICE = Repeat(every=15 * MINUTE, times=3)
LATE = clock_rule("late", at="1h")
UNTAKEN = clock_rule("untaken", clock="acknowledge", at="1h", repeat=THRICE)
TARGETS = (targets(resolve="4h", acknowledge="1h"),)


def a_policy_of(*rules: Rule, **changes: object) -> Policy:
    return a_policy(**{"rules": rules, "targets": TARGETS} | changes)


def waiting_for(history: History, now: datetime) -> list[tuple[str, datetime, bool]]:
    return [(due.key, due.since, due.holds) for due in Agenda(history, PEOPLE).undecided(now)]


def test_what_is_to_come_is_listed_in_the_order_it_falls_due() -> None:
    rules = clock_rule("b", at="2h"), clock_rule("c", at="1h"), clock_rule("a", at="1h")
    history = a_history(policy=a_policy_of(*rules))
    assert waiting_for(history, MONDAY_NINE) == [
        ("T-1:1:c:1:0", after("1h"), True),
        ("T-1:1:a:1:0", after("1h"), True),
        ("T-1:1:b:1:0", after("2h"), True),
    ]


def test_what_is_over_before_it_was_decided_no_longer_holds() -> None:
    history = a_history(taken(after("90m")), policy=a_policy_of(UNTAKEN))
    assert waiting_for(history, after("2h")) == [("T-1:1:untaken:1:0", after("1h"), False)]


def test_what_was_decided_waits_no_longer_but_for_its_reminders() -> None:
    history = a_history(policy=a_policy_of(UNTAKEN, LATE))
    checked(history, after("1h"))
    assert waiting_for(history, after("1h")) == [("T-1:1:untaken:1:1", after("75m"), True)]


def test_no_reminder_follows_when_the_condition_is_over() -> None:
    history = a_history(policy=a_policy_of(UNTAKEN))
    checked(history, after("1h"))
    history.add(taken(after("70m")))
    assert waiting_for(history, after("70m")) == []
    assert waiting_for(history, after("9h")) == []


def test_no_reminder_follows_a_lapsed_finding() -> None:
    history = a_history(taken(after("90m")), policy=a_policy_of(UNTAKEN))
    checked(history, after("2h"))
    assert waiting_for(history, after("9h")) == []


def complained_about() -> History:
    """Return a ticket on which one complaint within an hour was spoken of, which comes again."""
    rule = Rule(
        type="complaints",
        name="angry",
        settings='{"count": 1, "within": "PT1H"}',
        repeat=Repeat(every=40 * MINUTE),
    )
    complaint = e.ComplaintReceived(at=after("1h"), by="kim")
    history = a_history(complaint, policy=a_policy_of(rule))
    checked(history, after("1h"))
    return history


def test_no_reminder_is_promised_for_after_the_end_that_is_known() -> None:
    history = complained_about()
    assert waiting_for(history, after("1h")) == [("T-1:1:angry:1:1", after("100m"), True)]
    checked(history, after("100m"))
    assert waiting_for(history, after("100m")) == []


def test_what_is_over_by_a_later_instant_is_found_when_asked_of_an_earlier_one_again() -> None:
    history = complained_about()
    agenda = Agenda(history, PEOPLE)
    assert keys(agenda, after("3h")) == []
    assert keys(agenda, after("1h")) == ["T-1:1:angry:1:1"]


def test_a_reminder_due_as_a_window_ends_is_put_off_once_the_window_has_begun() -> None:
    window = Window(when=when(), from_at=after("90m"), until_at=after("2h"))
    people = replace(PEOPLE, maintenance=(window,))
    history = a_history(policy=a_policy_of(replace(UNTAKEN, repeat=Repeat(every=60 * MINUTE))))
    checked(history, after("1h"))
    agenda = Agenda(history, people)
    assert [due.since for due in agenda.undecided(after("80m"))] == [after("2h")]
    assert [due.since for due in agenda.undecided(after("100m"))] == [after("3h")]


@pytest.mark.parametrize("ended", ["90m", "2h"], ids=["before it", "with it"])
def test_history_from_before_an_import_is_not_decided(ended: str) -> None:
    history = a_history(
        taken(after(ended)), policy=a_policy_of(UNTAKEN, LATE), imported_at=after("2h")
    )
    assert waiting_for(history, after("2h")) == [("T-1:1:late:1:0", after("1h"), True)]


def test_what_ends_after_an_import_is_decided() -> None:
    history = a_history(taken(after("121m")), policy=a_policy_of(UNTAKEN), imported_at=after("2h"))
    assert [due.key for due in Agenda(history, PEOPLE).undecided(after("3h"))] == [
        "T-1:1:untaken:1:0"
    ]


def test_a_resolved_ticket_closes_after_a_time_and_no_other_does() -> None:
    policy = a_policy_of(close_after=Delay(timedelta(days=3)))
    assert closes_at(a_history(policy=policy)) is None
    assert closes_at(a_history(resolved(after("5h")), policy=policy)) == after("77h")
    assert closes_at(a_history(resolved(after("5h")), closed(after("6h")), policy=policy)) is None
    assert closes_at(a_history(resolved(after("5h")), policy=a_policy_of())) is None


def test_a_ticket_closes_by_itself_after_business_time() -> None:
    policy = a_policy_of(close_after=Delay(timedelta(hours=16), "office"))
    friday_evening = after("4d8h")
    assert closes_at(a_history(resolved(friday_evening), policy=policy)) == after("8d8h")


@pytest.mark.parametrize(
    ("events", "now", "expected"),
    [
        ((), "0m", "1h"),
        ((taken(after("5m")),), "5m", "90m"),
        ((paused(after("5m")),), "5m", None),
        ((paused(after("5m"), until=after("20h")),), "5m", "20h"),
        ((resolved(after("5m")),), "5m", "3d5m"),
        ((resolved(after("5h")),), "5h", "1h"),
        ((noted(after("30m")),), "30m", "1h"),
    ],
    ids=["open", "taken", "waiting", "waiting until", "resolved", "resolved late", "noted"],
)
def test_the_next_thing_to_do_is_known(
    events: tuple[e.Event, ...], now: str, expected: str | None
) -> None:
    policy = a_policy_of(
        UNTAKEN, clock_rule("near", at="90m"), close_after=Delay(timedelta(days=3))
    )
    found = Engine(a_history(*events, policy=policy), PEOPLE).next_at(after(now))
    assert found == (after(expected) if expected else None)


def test_a_used_up_target_is_looked_at_again_when_time_runs_again() -> None:
    eight = a_policy(targets=(targets("office", resolve="8h"),))
    history = a_history(policy=eight)
    assert Engine(history, PEOPLE).next_at(after("8h")) == after("1d")
    assert checked(history, after("1d")) == ()
    assert Engine(history, PEOPLE).next_at(after("1d")) == after("1d")
    assert len(checked(history, after("1d") + MINUTE)) == 1


def test_a_target_that_was_spent_before_it_came_into_force_is_past_at_once() -> None:
    """Also where the office is closed when the priority changes."""
    faster = (targets("office", of=when(priority="P1"), resolve="1h"), *TARGETS)
    history = a_history(taken(after("1m")), policy=a_policy_of(targets=faster))
    history.add(edited(after("3h"), priority="P1"))
    assert Engine(history, PEOPLE).next_at(after("3h")) == after("3h")
    at_night = a_history(taken(after("1m")), policy=a_policy(targets=faster[:1]))
    at_night.add(edited(after("12h"), priority="P1"))
    assert Engine(at_night, PEOPLE).next_at(after("12h")) == after("12h")
    assert [d.since for d in checked(at_night, after("13h"))] == [after("12h")]


def test_the_target_that_a_reply_ended_has_no_instant_left() -> None:
    policy = a_policy(targets=(targets(first_response="1h"),))
    history = a_history(answered(after("1h")), policy=policy)
    assert list(Agenda(history, PEOPLE).instants(after("1h"))) == []


def test_a_finding_of_a_rule_that_the_policy_dropped_is_not_decided() -> None:
    old = a_policy_of(severity_rule())
    new = changed(old, id="policy-2", rules=())
    log = a_history(policy=old).events
    history = History([*log, followed(after("1h"), new)], rules_of(old, new))
    assert Agenda(history, PEOPLE).undecided(after("2h")) == []


def keys(agenda: Agenda, now: datetime) -> list[str]:
    return [due.key for due in agenda.undecided(now)]


def test_what_was_found_is_found_anew_after_an_event_that_changes_it() -> None:
    old = a_policy_of(severity_rule(when=when(priority="P1")), LATE)
    new = changed(old, id="policy-2", rules=(LATE,))
    history = History([a_log()], rules_of(old, new))
    agenda = Agenda(history, PEOPLE)
    now = after("2h")
    late, severe = "T-1:1:late:1:0", "T-1:1:severe:1:0"
    assert keys(agenda, now) == [late]
    history.add(edited(after("1m"), priority="P1"))
    assert sorted(keys(agenda, now)) == [late, severe]
    history.add(followed(after("2m"), new))
    assert keys(agenda, now) == [late]
    history.add(paused(after("3m"), until=after("30m")))
    assert keys(agenda, after("20m")) == []
    assert keys(agenda, now) == [late]
    checked(history, now)
    assert keys(agenda, now) == []


def test_what_notices_or_comes_afterwards_changes_nothing_that_was_found() -> None:
    policy = a_policy(rules=(LATE,), targets=(targets(resolve="30m"),))
    history = a_history(policy=policy)
    agenda = Agenda(history, PEOPLE)
    checked(history, after("45m"))
    assert keys(agenda, after("50m")) == keys(again(history), after("50m")) == ["T-1:1:late:1:0"]
    history.add(resolved(after("2h")))
    history.add(closed(after("3h")))
    assert keys(agenda, after("4h")) == keys(again(history), after("4h")) == ["T-1:1:late:1:0"]


def test_another_policy_changes_what_was_found_though_nobody_works_any_more() -> None:
    old = a_policy_of(LATE)
    new = changed(old, id="policy-2", rules=())
    history = History([a_log(), resolved(after("2h"))], rules_of(old, new))
    agenda = Agenda(history, PEOPLE)
    assert keys(agenda, after("3h")) == ["T-1:1:late:1:0"]
    history.add(followed(after("3h"), new))
    assert keys(agenda, after("3h")) == []


def again(history: History) -> Agenda:
    return Agenda(History(history.events, history.rules_of), PEOPLE)


def test_what_was_undone_is_forgotten() -> None:
    policy = a_policy_of(severity_rule(when=when(priority="P1")))
    history = a_history(replace(edited(after("1m"), priority="P1"), change=2), policy=policy)
    agenda = Agenda(history, PEOPLE)
    assert keys(agenda, after("2m")) == ["T-1:1:severe:1:0"]
    history.add(e.ChangeUndone(at=after("2m"), by="bo", undone=2))
    assert keys(agenda, after("2m")) == []


def test_nothing_is_to_be_decided_on_a_ticket_that_is_withdrawn() -> None:
    policy = a_policy_of(severity_rule(when=when(priority="P3")), targets=(targets(resolve="1h"),))
    history = a_history(policy=policy)
    assert keys(Agenda(history, PEOPLE), after("2h")) == ["T-1:1:severe:1:0"]
    history.add(e.ChangeUndone(at=after("2h"), by="bo", undone=7, withdrawn=True))
    assert history.ticket.breaches
    assert keys(Agenda(history, PEOPLE), after("3h")) == []
    assert list(Agenda(history, PEOPLE).instants(after("3h"))) == []
    agenda = Agenda(history, PEOPLE)
    history.add(reopened(after("4h")))
    assert keys(agenda, after("4h")) == ["T-1:2:severe:1:0"]
    assert after("5h") in agenda.instants(after("4h"))


def test_a_ticket_closes_by_itself_after_the_last_word_of_the_team_and_no_question() -> None:
    policy = a_policy_of(close_after=Delay(timedelta(days=3)))
    over, question = resolved(after("5h")), asked_afterwards(after("6h"))

    def closing_at(*events: e.Event) -> datetime | None:
        return closes_at(a_history(over, *events, policy=policy))

    team = {"party": Party.TEAM}
    assert closing_at(question) is None
    assert closing_at(question, answered(after("7h"), **team)) == after("79h")
    assert closing_at(answered(after("8h"), **team), noted(after("9h"), **team)) == after("80h")
    assert closing_at(answered(after("8h"))) == after("77h")


def test_what_a_window_holds_back_is_held_and_not_undecided_until_it_ends() -> None:
    window = Window(when=when(service="db"), from_at=after("50m"), until_at=after("3h"))
    people = replace(PEOPLE, maintenance=(window,))
    agenda = Agenda(a_history(policy=a_policy_of(LATE), service="db"), people)
    assert keys_of(agenda.held(after("2h"))) == ["T-1:1:late:1:0"]
    assert keys_of(agenda.undecided(after("2h"))) == []
    assert min(agenda.instants(after("2h"))) == after("3h")
    assert keys_of(agenda.held(after("3h"))) == []
    assert keys_of(agenda.undecided(after("3h"))) == ["T-1:1:late:1:0"]
    other = Agenda(a_history(policy=a_policy_of(LATE), service="mail"), people)
    assert keys_of(other.undecided(after("2h"))) == ["T-1:1:late:1:0"]
    assert Agenda(a_history(policy=a_policy_of(LATE)), PEOPLE).silence(after("2h")).times == ()


def test_what_was_over_before_an_import_is_not_decided_and_what_goes_on_is() -> None:
    log = a_log(imported_at=after("2h"))
    policy = a_policy_of(UNTAKEN, LATE)
    assert waiting_for(a_history(log, taken(after("90m")), policy=policy), after("3h")) == [
        ("T-1:1:late:1:0", after("1h"), True)
    ]
    late = waiting_for(a_history(log, taken(after("121m")), policy=policy), after("3h"))
    assert [key for key, _, _ in late] == ["T-1:1:untaken:1:0", "T-1:1:late:1:0"]


def keys_of(dues: Sequence[Due]) -> list[str]:
    return [due.key for due in dues]
