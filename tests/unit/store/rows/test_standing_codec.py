"""Entries for the team and gauges as rows: what is written is read, and what was edited is seen."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.standing import AuthorityLent, StandingRedacted
from escalate_cli.domain.policy.standing.gauges import LastBeat
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.codec import digest_of, sealed
from escalate_cli.store.rows.standing_codec import (
    decode_gauge,
    decode_standing,
    digest_in,
    encode_gauge,
    encode_standing,
    is_as_written,
    seals_in,
)
from tests.conftest import MONDAY_NINE

LENT = sealed(
    AuthorityLent(
        at=MONDAY_NINE,
        by="ana",
        person="ana",
        to="bo",
        from_at=MONDAY_NINE,
        until_at=MONDAY_NINE,
    ),
    seq=1,
    change=1,
    before="",
)
BEAT = LastBeat(name="backup", at=MONDAY_NINE, by="cron")


def test_an_entry_and_a_gauge_are_read_as_they_were_written() -> None:
    assert decode_standing(encode_standing(LENT)) == LENT
    assert decode_gauge(encode_gauge(BEAT)) == BEAT


@pytest.mark.parametrize("row", [b"{}", b'{"kind":"nothing"}', b"["])
def test_what_is_no_entry_and_no_gauge_is_damage(row: bytes) -> None:
    with pytest.raises(DamagedHistoryError):
        decode_standing(row)
    with pytest.raises(DamagedHistoryError):
        decode_gauge(row)
    assert not is_as_written(row, "", {})


def test_an_entry_that_somebody_edited_is_not_as_it_was_written() -> None:
    row = encode_standing(LENT)
    assert digest_in(row) == LENT.digest
    assert is_as_written(row, "", {})
    assert not is_as_written(row, LENT.digest, {})
    assert not is_as_written(row.replace(b'"bo"', b'"lee"'), "", {})


BLANK = replace(LENT, message="<redacted>", redacted=True)
SEAL = digest_of(BLANK, "")


def test_for_an_entry_without_its_words_its_seal_vouches_and_nothing_else() -> None:
    row = encode_standing(BLANK)
    assert is_as_written(row, "", {1: SEAL})
    assert not is_as_written(row, "", {})
    assert not is_as_written(row.replace(b'"bo"', b'"lee"'), "", {1: SEAL})


def test_seals_are_those_of_redactions_and_what_cannot_be_read_has_none() -> None:
    receipt = StandingRedacted(at=MONDAY_NINE, by="lee", entry=1, seal=SEAL)
    rows = [encode_standing(each) for each in (BLANK, receipt)]
    assert seals_in([*rows, b"{}", b"no row"]) == {1: SEAL}
