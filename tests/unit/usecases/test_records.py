"""What seals events takes no more room than it must, and nothing that is no digest."""

from array import array

import pytest
from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.usecases.records import SIZE, Seals
from tests.conftest import MONDAY_NINE

EVENT = e.TicketAcknowledged(at=MONDAY_NINE, by="bo", seq=7, digest="0a" * SIZE)


def test_events_are_sealed_by_forty_bytes_each() -> None:
    seals = Seals(array("q"), bytearray())
    assert seals.add([EVENT, replace(EVENT, seq=9)])
    assert seals.add([])
    assert (list(seals.numbers), bytes(seals.digests)) == ([7, 9], b"\n" * SIZE * 2)
    assert seals.numbers.itemsize == 8


@pytest.mark.parametrize(
    "spoilt",
    [{"digest": "0A" * SIZE}, {"digest": "0a"}, {"digest": "x"}, {"digest": ""}, {"seq": 2**63}],
    ids=["in capitals", "too short", "not hex", "none", "no number"],
)
def test_what_is_no_seal_is_refused(spoilt: dict[str, object]) -> None:
    assert not Seals(array("q"), bytearray()).add([EVENT, replace(EVENT, **spoilt)])
