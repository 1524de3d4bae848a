"""Reports under a key speak when a window is full, the log being the first of its cycle."""

import pytest

from escalate_cli.domain.engine.triggers.reports import Reports
from escalate_cli.domain.ticket import events as e
from tests.conftest import MINUTE, a_ticket, after, noted, reopened, resolved
from tests.unit.domain.engine.triggers.conftest import found, spoken

THRICE = Reports(count=3, within=10 * MINUTE)


def reported(at: str, times: int = 1) -> e.NoteAdded:
    return e.NoteAdded(at=after(at), by="nagios", text="again", reported=True, times=times)


@pytest.mark.parametrize(
    ("events", "since"),
    [
        ((reported("4m"), reported("8m")), ["8m"]),
        ((reported("8m"), reported("11m")), []),
        ((reported("8m"), reported("11m"), reported("14m")), ["14m"]),
        ((reported("8m"), noted(after("9m"))), []),
        ((reported("5m", times=2),), ["5m"]),
        ((reported("5m", times=900),), ["5m"]),
    ],
    ids=["with the log", "too late", "later", "a note is none", "in one note", "a storm"],
)
def test_the_report_that_fills_the_window_speaks(
    events: tuple[e.Event, ...], since: list[str]
) -> None:
    assert [at for at, _ in spoken(THRICE, *events, key="disk")] == [after(at) for at in since]


def test_without_a_key_the_log_is_no_report() -> None:
    assert spoken(THRICE, reported("4m"), reported("8m")) == []


def test_each_cycle_counts_its_own_and_begins_with_the_one_that_reopens() -> None:
    again = (reported("1m"), resolved(after("2m")), reported("5m"), reopened(after("5m")))
    assert spoken(THRICE, *again, reported("6m"), key="disk") == []
    assert [at for at, _ in spoken(THRICE, *again, reported("6m"), reported("7m"), key="disk")] == [
        after("7m")
    ]


def test_it_says_how_many_there_were_and_what_it_waits_for() -> None:
    [finding] = found(THRICE, reported("1m", times=2), key="disk")
    assert finding.reason == "3 reports within 10m"
    assert THRICE.waits_for(a_ticket(key="disk")) == "3 reports under the key disk within 10m"
    assert THRICE.waits_for(a_ticket()) == ("3 reports under a key, and it has none within 10m")
