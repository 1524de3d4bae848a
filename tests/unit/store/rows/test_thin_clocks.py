"""A row leaves out of clocks what its ticket says, and nothing is lost by that."""

from weakref import ref

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows import codec
from escalate_cli.store.rows.thin_clocks import glanced_at, thinned
from tests.conftest import after, closed, noted, resolved
from tests.unit.store.rows.records import a_record

AGAIN = e.TicketReopened(at=after("3h"), by="bo", message="again")
SAID = ("name", "instance", "cycle", "started_at", "counted_to")


@pytest.mark.parametrize(
    "events",
    [
        (),
        (noted(after("1h")),),
        (resolved(after("1h")), closed(after("2h"))),
        (resolved(after("1h")), AGAIN, noted(after("4h"), public=True)),
    ],
    ids=["logged", "noted", "over", "reopened"],
)
def test_a_ticket_reads_as_it_was_written(events: tuple[e.Event, ...]) -> None:
    ticket = a_record(*events).ticket
    assert ticket.clocks
    assert codec.decode_ticket(codec.encode_record(a_record(*events))) == ticket


def test_a_clock_that_goes_with_its_ticket_says_nothing_of_it() -> None:
    row = msgspec.json.decode(codec.encode_record(a_record()))
    assert [name for clock in row["clocks"].values() for name in SAID if name in clock] == []


def test_what_differs_from_the_ticket_is_said() -> None:
    ticket = a_record().ticket
    clock = replace(
        ticket.clocks["resolve"],
        name="other",
        instance=2,
        cycle=3,
        started_at=after("1h"),
        counted_to=after("2h"),
    )
    other = replace(ticket, clocks={**ticket.clocks, "resolve": clock})
    record = replace(a_record(), ticket=other)
    row = codec.encode_record(record)
    assert set(SAID) <= msgspec.json.decode(row)["clocks"]["resolve"].keys()
    assert codec.decode_ticket(row) == other


def test_a_row_of_before_reads_the_same() -> None:
    record = a_record(noted(after("1h")))
    full = {**msgspec.to_builtins(record.ticket), "next_at": None, "events": []}
    for name in record.ticket.clocks:
        full["clocks"][name] |= {"name": name, "instance": 1, "cycle": 1}
    assert codec.decode_ticket(msgspec.json.encode(full)) == record.ticket


def test_what_is_written_is_left_as_it_was() -> None:
    ticket = a_record().ticket
    before = msgspec.json.decode(msgspec.json.encode(ticket), type=Ticket)
    thinned(ticket)
    assert ticket == before


def test_a_glance_tells_the_same_and_reads_clocks_when_they_are_asked_for() -> None:
    row = codec.encode_record(a_record(noted(after("1h"))))
    asked: list[int] = []

    def row_of(number: int) -> bytes:
        asked.append(number)
        return row

    whole, [glance] = codec.decode_ticket(row), glanced_at([row], row_of)
    said = [name for name in whole.__struct_fields__ if name != "clocks"]
    assert [getattr(glance, n) for n in said] == [getattr(whole, n) for n in said]
    assert asked == []
    assert (len(glance.clocks), dict(glance.clocks)) == (len(whole.clocks), whole.clocks)
    assert asked == [1]


def test_a_glance_holds_nothing_once_nobody_holds_it() -> None:
    row = codec.encode_record(a_record(noted(after("1h"))))

    def row_of(number: int) -> bytes:
        assert number == 1
        return row

    [glance] = glanced_at([row], row_of)
    assert glance.clocks
    held = ref(row_of)
    del glance, row_of
    assert held() is None


def test_a_row_that_cannot_be_read_takes_none_before_it_away() -> None:
    rows = {n: codec.encode_record(a_record(number=n)) for n in range(1, 61)}
    glances = glanced_at([*rows.values(), b'{"id":"T-61"}'], rows.__getitem__)
    assert [next(glances).number for _ in rows] == list(rows)
    with pytest.raises(DamagedHistoryError, match="T-61 cannot be read"):
        next(glances)
