"""Decoders are made late, and say which ticket cannot be read."""

import msgspec
import pytest

from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.decoders import LateDecoder, decoded


class Titled(msgspec.Struct):
    """What these rows are read as."""

    title: str


def test_a_value_is_read_by_the_one_decoder_of_its_type() -> None:
    titled = LateDecoder(Titled)
    first = titled.decode
    assert first(b'{"title":"mail"}') == Titled("mail")
    assert titled.decode is first


@pytest.mark.parametrize(
    ("row", "which"),
    [(b'{"id":"T-7","title":7}', "T-7"), (b'{"title":"\xff"}', "a ticket"), (b"{", "a ticket")],
    ids=["of another type", "no text", "no JSON"],
)
def test_a_row_that_cannot_be_read_says_which_it_is(row: bytes, which: str) -> None:
    with pytest.raises(DamagedHistoryError, match=f"^{which} cannot be read: ") as caught:
        decoded(LateDecoder(Titled), row)
    assert "escalate doctor" in (caught.value.help or "")
