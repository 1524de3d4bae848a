"""Complaints speak when a window is full, and are counted as known when they came."""

from datetime import timedelta

import pytest

from escalate_cli.domain.engine.full_windows import MOMENT
from escalate_cli.domain.engine.triggers.complaints import Complaints
from escalate_cli.domain.ticket import events as e
from tests.conftest import HOUR, a_ticket, after, reopened, resolved
from tests.unit.domain.engine.triggers.conftest import found, spoken

TWICE = Complaints(count=2, within=2 * HOUR)


def complained(at: str, *elsewhere: str) -> e.ComplaintReceived:
    others = tuple(after(each) for each in elsewhere)
    return e.ComplaintReceived(at=after(at), by="kim", requester="kim", elsewhere=others)


@pytest.mark.parametrize(
    ("second", "full"),
    [("119m", True), ("2h", True), ("121m", False)],
    ids=["within", "at the end", "too late"],
)
def test_the_complaint_that_fills_the_window_speaks(second: str, full: bool) -> None:
    since = [since for since, _ in spoken(TWICE, complained("0m"), complained(second))]
    assert since == ([after(second)] if full else [])


def test_it_is_over_when_the_window_is_no_longer_full() -> None:
    [(_, until)] = spoken(TWICE, complained("1h"), complained("2h"))
    assert until == after("3h") + MOMENT


def test_complaints_that_go_on_are_one_case() -> None:
    often = [complained(at) for at in ("1h", "2h", "3h", "4h")]
    assert spoken(TWICE, *often) == [(after("2h"), after("5h") + MOMENT)]


def test_a_window_that_is_full_again_later_is_another_case() -> None:
    twice = [complained(at) for at in ("1h", "2h", "10h", "11h")]
    assert [since for since, _ in spoken(TWICE, *twice)] == [after("2h"), after("11h")]


def test_complaints_about_other_tickets_count_where_the_rule_says_so() -> None:
    complaint = complained("3h", "2h")
    by_requester = Complaints(count=2, within=2 * HOUR, by="requester")
    assert spoken(TWICE, complaint) == []
    assert [since for since, _ in spoken(by_requester, complaint)] == [after("3h")]
    assert spoken(by_requester, complained("5h", "2h")) == []


def test_only_a_complaint_of_this_cycle_speaks_but_earlier_ones_count() -> None:
    before = complained("1h"), complained("2h"), resolved(after("2h10m")), reopened(after("2h20m"))
    assert spoken(TWICE, *before) == []
    assert [since for since, _ in spoken(TWICE, *before, complained("3h"))] == [after("3h")]


def test_a_complaint_after_the_resolution_speaks_for_no_rule_but_counts_at_the_next_one() -> None:
    done = complained("1h"), resolved(after("90m")), complained("2h")
    assert spoken(TWICE, *done) == []
    again = (*done, reopened(after("150m")))
    assert spoken(TWICE, *again) == []
    assert [since for since, _ in spoken(TWICE, *again, complained("3h"))] == [after("3h")]


def test_a_single_complaint_may_be_enough() -> None:
    assert [since for since, _ in spoken(Complaints(count=1), complained("1h"))] == [after("1h")]


def test_it_says_how_many_there_were_and_how_many_speak() -> None:
    [finding] = found(TWICE, complained("1h"), complained("2h"))
    assert finding.reason == "2 complaints within 2h"
    sentence = "1 complaints so far, 3 within 14d speak"
    assert Complaints(within=timedelta(days=14)).waits_for(a_ticket(complained("1h"))) == sentence
