"""The values that tables of rows keep besides their rows."""

import pytest

from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.tables import SEQ, counter


def _counters(value: object) -> tuple[int, int]:
    store = MemoryStore()
    with store.transaction() as tx:
        tx._tables.meta[SEQ] = value
        return counter(tx._tables, SEQ), counter(tx._tables, SEQ, 1)


@pytest.mark.parametrize("spoilt", ["seven", None, 1.5, True, -1, 10**12, 2**70])
def test_a_counter_that_somebody_spoilt_begins_anew(spoilt: object) -> None:
    assert _counters(spoilt) == (0, 1)


def test_a_counter_goes_on_where_it_was() -> None:
    assert _counters(7) == (7, 7)
