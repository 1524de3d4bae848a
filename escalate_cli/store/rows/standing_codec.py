"""Entries that hold for the team, and gauges, as the rows of a store, and back."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.codec import canonical, chained
from escalate_cli.store.rows.decoders import LateDecoder, decoded

if TYPE_CHECKING:  # few commands find an entry or a gauge
    from escalate_cli.domain.policy.standing import AnyStanding, Standing
    from escalate_cli.domain.policy.standing.gauges import AnyGauge, Gauge


class _Digest(msgspec.Struct):
    digest: str = ""


_to_digest = LateDecoder(_Digest)


@cache
def _to_gauge() -> "msgspec.json.Decoder[AnyGauge]":
    from escalate_cli.domain.policy.standing.gauges import AnyGauge  # noqa: PLC0415 - start-up time

    return msgspec.json.Decoder(AnyGauge)


@cache
def _to_standing() -> "msgspec.json.Decoder[AnyStanding]":
    from escalate_cli.domain.policy.standing import AnyStanding  # noqa: PLC0415 - start-up time

    return msgspec.json.Decoder(AnyStanding)


def decode_standing(row: bytes) -> "Standing":
    """Return the entry that a row keeps; raises DamagedHistoryError."""
    entry: Standing = decoded(_to_standing(), row)
    return entry


def encode_standing(entry: "Standing") -> bytes:
    """Make the row of an entry, which never changes."""
    return msgspec.json.encode(entry)


def decode_gauge(row: bytes) -> "AnyGauge":
    """Return the gauge that a row keeps; raises DamagedHistoryError."""
    gauge: AnyGauge = decoded(_to_gauge(), row)
    return gauge


def encode_gauge(gauge: "Gauge") -> bytes:
    """Make the row of a gauge."""
    return msgspec.json.encode(gauge)


def digest_in(row: bytes) -> str:
    """Return the digest that an entry has, whatever else it says."""
    return _to_digest.decode(row).digest


def seals_in(rows: Iterable[bytes]) -> dict[int, str]:
    """Return the seals of the entries without their words, by the numbers of these."""
    from escalate_cli.domain.policy.standing import StandingRedacted  # noqa: PLC0415 - start-up time

    entries = (_entry_in(row) for row in rows)
    return {each.entry: each.seal for each in entries if isinstance(each, StandingRedacted)}


def is_as_written(row: bytes, before: str, seals: Mapping[int, str]) -> bool:
    """Tell whether an entry is as it was written, fields we do not know included.

    For one without its words the seal in a later entry vouches, as it does with events.
    """
    entry = _entry_in(row)
    if entry is None:
        return False
    written = msgspec.json.decode(row, type=dict[str, object])
    written.pop("digest", None)
    expected = seals.get(entry.seq) if entry.redacted else entry.digest
    return expected == chained(before, canonical.encode(written))


def _entry_in(row: bytes) -> "Standing | None":
    try:
        return decode_standing(row)
    except DamagedHistoryError:
        return None
