"""Rows in the order of their dues, however their heads are written."""

from collections.abc import Iterator

from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.store.rows.codec import encode_record, head_of
from escalate_cli.store.rows.due_order import in_order_of_due
from tests.conftest import MINUTE, after, noted
from tests.unit.store.rows.records import a_record

SECOND = MINUTE / 60


def taken(*rows: bytes) -> Iterator[Ticket]:
    return in_order_of_due((head_of(row), row) for row in rows)


def test_within_a_second_the_exact_due_decides() -> None:
    dues = (after("1h") + SECOND / 2, after("1h"), after("59m"), after("1h") + SECOND)
    rows = [encode_record(a_record(number=n, due_at=at)) for n, at in enumerate(dues, 1)]
    assert [ticket.number for ticket in taken(*rows)] == [3, 2, 1, 4]


def test_what_has_no_due_comes_last_the_latest_changed_first() -> None:
    rows = [
        encode_record(a_record(number=1)),
        encode_record(a_record(noted(after("2h")), number=2)),
        encode_record(a_record(number=3, due_at=after("90d"))),
    ]
    assert [ticket.number for ticket in taken(*rows)] == [3, 2, 1]


def test_what_is_not_taken_is_not_decoded() -> None:
    broken = encode_record(a_record(number=2, due_at=after("2h"))).replace(b'"title":', b'"x":')
    tickets = taken(broken, encode_record(a_record(number=1, due_at=after("1h"))))
    assert next(tickets).number == 1
