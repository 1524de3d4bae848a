"""Copies of a ticket are compared by what happened, under whatever numbers it is kept."""

from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.divergence import continuation
from tests.conftest import MONDAY_NINE, a_log, after, noted


def written(*events: e.Event, first: int = 1) -> list[e.Event]:
    """Return events as a store numbers them."""
    return [replace(x, seq=n, change=n, digest=f"d{n}") for n, x in enumerate(events, first)]


def sent(key: str = "T-1:1:late:1:0:lee") -> e.MessageSent:
    """Return that a message was sent."""
    return e.MessageSent(
        at=MONDAY_NINE,
        by="policy",
        key=key,
        message="alert",
        to="lee",
        via="mail",
        batch="b",
        queued_at=MONDAY_NINE,
    )


def tail(here: list[e.Event], there: list[e.Event]) -> list[int] | None:
    """Return the numbers of what the other copy knows."""
    more = continuation(here, there, lambda _: "u", lambda _: "u")
    return None if more is None else [event.seq for event in more.tail]


LOG, FIRST, SECOND = a_log(), noted(after("1h"), "first"), noted(after("2h"), "second")


def test_what_went_on_there_is_the_tail() -> None:
    here, there = written(LOG, FIRST), written(LOG, FIRST, SECOND, first=7)
    assert tail(here, there) == [9]
    assert tail(there, here) == []


def test_a_parting_has_no_tail_on_either_side() -> None:
    here, there = written(LOG, FIRST), written(LOG, SECOND)
    assert tail(here, there) is tail(there, here) is None


def test_deliveries_part_nothing_and_come_along_once() -> None:
    here, there = written(LOG, sent(), FIRST), written(LOG, FIRST, SECOND, sent("T-1:2"))
    assert tail(here, there) == [3, 4]
    assert tail(here, written(LOG, FIRST, sent())) == []


def test_an_undo_names_the_same_change_under_other_numbers() -> None:
    def undone(change: int) -> e.Event:
        return e.ChangeUndone(at=after("3h"), by="ana", undone=change, followed=(change,))

    here = written(LOG, FIRST, undone(2))
    assert tail(here, written(LOG, FIRST, undone(8), first=7)) == []
    assert tail(here, written(LOG, FIRST, undone(7), first=7)) is None


def test_a_text_that_is_gone_from_one_copy_is_the_same_event() -> None:
    gone = e.EventRedacted(at=after("2h"), by="ana", event=2, seal="s")
    blank = replace(noted(after("1h"), "<redacted>"), redacted=True)
    assert tail(written(LOG, FIRST), written(LOG, blank, gone)) == [3]
    assert tail(written(LOG, blank, gone), written(LOG, FIRST)) == []
