"""Targets that are used up: each once, dated when it was due, stopped clocks too."""

from datetime import datetime

from escalate_cli.domain.engine.breaches import (
    Breach,
    breached_clocks,
    breaches,
    breaking,
    breaks_at,
    not_excused,
)
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from tests.conftest import (
    HOUR,
    a_history,
    a_log,
    a_policy,
    after,
    answered,
    checked,
    edited,
    escalated,
    noted,
    reopened,
    resolved,
    taken,
    targets,
    when,
)

TARGETS = (targets(resolve="4h", acknowledge="1h"),)


def a_policy_of(**changes: object) -> Policy:
    return a_policy(**{"targets": TARGETS} | changes)


def found_breaches(history: History, now: str) -> list[tuple[str, int, int, datetime]]:
    return [(b.clock, b.cycle, b.instance, b.breached_at) for b in breaches(history, after(now))]


def test_a_breach_is_found_once_and_dated_when_it_was_due() -> None:
    history = a_history(taken(after("10m")), policy=a_policy_of())
    assert found_breaches(history, "4h") == []
    assert found_breaches(history, "9h") == [("resolve", 1, 1, after("4h"))]
    checked(history, after("9h"))
    assert found_breaches(history, "10h") == []


def test_a_breach_says_which_target_was_used_up() -> None:
    faster = (targets(of=when(priority="P1"), resolve="2h"), *TARGETS)
    history = a_history(
        edited(after("150m"), priority="P1"),
        edited(after("3h"), priority="P3"),
        taken(after("3h")),
        policy=a_policy_of(targets=faster),
    )
    breach = next(b for b in breaches(history, after("3h")) if b.clock == "resolve")
    assert breach == Breach(
        clock="resolve",
        cycle=1,
        instance=1,
        breached_at=after("150m"),
        target=2 * HOUR,
        policy="policy-1",
    )


def test_stopped_clocks_are_judged_too() -> None:
    history = a_history(resolved(after("5h")), policy=a_policy_of())
    assert found_breaches(history, "6h") == [
        ("acknowledge", 1, 1, after("1h")),
        ("resolve", 1, 1, after("4h")),
    ]


def test_a_clock_that_ended_late_and_began_anew_is_judged_too() -> None:
    policy = a_policy(targets=(targets(level="1h", update="30m", acknowledge="15m"),))
    history = a_history(answered(after("40m")), escalated(after("2h"), "L2"), policy=policy)
    assert found_breaches(history, "2h") == [
        ("update", 1, 1, after("30m")),
        ("acknowledge", 1, 1, after("15m")),
        ("level", 1, 1, after("1h")),
        ("update", 1, 2, after("70m")),
    ]


def test_each_cycle_has_its_own_breaches() -> None:
    history = a_history(
        taken(after("1m")),
        resolved(after("5h")),
        reopened(after("6h")),
        taken(after("361m")),
        policy=a_policy_of(),
    )
    assert found_breaches(history, "11h") == [
        ("resolve", 1, 1, after("4h")),
        ("resolve", 2, 1, after("10h")),
    ]


def test_a_clock_that_ended_before_the_import_is_not_reported() -> None:
    history = a_history(taken(after("2h")), policy=a_policy_of(), imported_at=after("5h"))
    assert found_breaches(history, "6h") == [("resolve", 1, 1, after("4h"))]


def test_a_run_that_was_answered_late_and_began_anew_is_breached() -> None:
    policy = a_policy(targets=(targets(update="30m"),))
    late = noted(after("40m"), public=True)
    history = a_history(late, policy=policy)
    found = [(b.clock, b.instance, b.breached_at) for b in breaches(history, after("45m"))]
    assert found == [("update", 1, after("30m"))]


def test_a_breach_goes_on_in_the_next_cycle_and_is_none_there() -> None:
    policy = a_policy(targets=(targets(resolve="1h"),), reopening="continue")
    history = a_history(resolved(after("2h")), reopened(after("3h")), policy=policy)
    assert [found.cycle for found in breaches(history, after("9h"))] == [1]
    assert list(breaking(history)) == []


EXCUSED = e.BreachExcused(at=after("9h"), by="lee", clock="resolve", cycle=1, message="x")


def test_only_the_run_that_an_excuse_covers_is_excused() -> None:
    history = a_history(EXCUSED, policy=a_policy_of())
    runs = breached_clocks(history, after("9h"))
    assert [run.name for run in runs.values()] == ["acknowledge", "resolve"]
    assert [run.name for run in not_excused(history, runs.values())] == ["acknowledge"]
    plain = a_history(policy=a_policy_of())
    again = list(breached_clocks(plain, after("9h")).values())
    assert list(not_excused(plain, again)) == again


def test_no_breach_counts_of_a_ticket_that_was_withdrawn() -> None:
    gone = e.ChangeUndone(at=after("9h"), by="bo", undone=7, withdrawn=True)
    history = a_history(gone, policy=a_policy_of())
    assert found_breaches(history, "9h") == []
    history.add(reopened(after("10h")))
    assert found_breaches(history, "10h") == []
    assert {cycle for _, cycle, *_ in found_breaches(history, "30h")} == {2}


def test_what_ended_by_its_import_is_not_found_by_it_and_what_went_on_is() -> None:
    log = a_log(imported_at=after("5h"))
    history = a_history(log, resolved(after("5h")), policy=a_policy_of())
    assert found_breaches(history, "6h") == []
    goes_on = a_history(log, policy=a_policy_of())
    assert {name for name, *_ in found_breaches(goes_on, "6h")} == {"acknowledge", "resolve"}
    later = a_history(log, resolved(after("301m")), policy=a_policy_of())
    assert {name for name, *_ in found_breaches(later, "6h")} == {"acknowledge", "resolve"}


def test_a_clock_without_a_target_or_that_is_over_breaks_at_no_time() -> None:
    history = a_history(taken(after("10m")), policy=a_policy_of())
    clocks, rules = history.ticket.clocks, history.rules
    assert breaks_at(clocks["resolve"], rules) == after("4h")
    assert breaks_at(clocks["acknowledge"], rules) is None
    assert breaks_at(clocks["update"], rules) is None
    late = history.seen(after("9h")).clocks["resolve"]
    assert breaks_at(late, rules) is None
