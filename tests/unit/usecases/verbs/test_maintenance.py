"""Planned work is announced, listed and ended; what makes no sense is refused."""

import pytest

from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.errors import NotAllowedError, UsageError
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.verbs.maintenance import add, end, when_of, windows
from tests.conftest import after, changed, when
from tests.unit.usecases.conftest import a_context, later, logged, staffed

DB = when(service="db")
NIGHT = Window(from_at=after("9h"), until_at=after("10h"))


def test_a_window_is_announced_from_now_on_with_the_tickets_it_is_for() -> None:
    context = a_context()
    logged(context, service="db")
    logged(context, service="web")
    found = add(later(context, "1h"), DB, None, after("2h"), "new disk")
    assert (found.when, found.since, found.until) == ("service db", after("1h"), after("2h"))
    assert (found.state, found.why, found.tickets) == ("on", "new disk", ("T-1",))
    assert windows(later(context, "1h30m")) == [found]
    assert windows(later(context, "2h")) == []


def test_those_of_the_file_are_listed_too_in_the_order_of_time() -> None:
    context = a_context(changed(staffed(), maintenance=(NIGHT,)))
    found = add(context, DB, after("1h"), after("2h"))
    listed = windows(context)
    assert [each.change for each in listed] == [found.change, None]
    assert [each.when for each in listed] == ["service db", "every ticket"]
    assert [each.state for each in listed] == ["planned", "planned"]


def test_a_window_is_ended_and_the_end_taken_back() -> None:
    context = a_context()
    found = add(context, DB, None, after("2h"))
    assert found.change is not None
    end(later(context, "1h"), found.change, "early")
    assert windows(later(context, "1h")) == []
    undo(later(context, "1h1m"))
    assert windows(later(context, "1h1m")) == [found]


@pytest.mark.parametrize("change", [0, 7, 1])
def test_what_announced_no_window_cannot_be_ended(change: int) -> None:
    context = a_context(changed(staffed(), maintenance=(NIGHT,)))
    logged(context)
    with pytest.raises(NotAllowedError, match=f"change {change} announced no window"):
        end(context, change)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("1h", "1h", "ends before it begins"),
        ("2h", "1h", "ends before it begins"),
        ("-1m", "1h", "begins now or later, not at 2026-11-23T07:59:00Z"),
        ("0m", "31d", "a window of 31d is longer than 30d"),
    ],
)
def test_a_window_that_cannot_be_meant_is_refused(since: str, until: str, said: str) -> None:
    begins = after("0m") - (after("1m") - after("0m")) if since == "-1m" else after(since)
    context = a_context()
    with pytest.raises(UsageError, match=said):
        add(context, DB, begins, after(until))
    assert windows(context) == []


def test_a_long_window_may_be_meant() -> None:
    assert add(a_context(), DB, None, after("31d"), may_be_long=True).until == after("31d")


def test_which_tickets_are_meant_is_read_word_by_word() -> None:
    assert when_of(["service:db, web", "not:tag:urgent", "priority:P1"]) == When(
        (
            Condition(field="service", values=("db", "web")),
            Condition(field="tags", values=("urgent",), negated=True),
            Condition(field="priority", values=("P1",)),
        )
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "nobody says which tickets"),
        (["service"], "'service' names no service"),
        (["service: ,"], "'service: ,' names no service"),
        (["srvice:db"], "there is no field 'srvice'"),
        (["not:"], "there is no field ''"),
    ],
)
def test_words_that_mean_no_ticket_are_refused(words: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        when_of(words)
