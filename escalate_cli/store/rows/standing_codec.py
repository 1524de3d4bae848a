"""Entries that hold for the team, and gauges, as the rows of a store, and back."""

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.rows.codec import canonical, chained, decoded

if TYPE_CHECKING:  # few commands find an entry or a gauge
    from escalate_cli.domain.policy.standing import AnyStanding, Standing
    from escalate_cli.domain.policy.standing.gauges import AnyGauge, Gauge


class _Digest(msgspec.Struct):
    digest: str = ""


_to_digest = msgspec.json.Decoder(_Digest)


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


def is_as_written(row: bytes, before: str) -> bool:
    """Tell whether an entry is as it was written, fields we do not know included."""
    try:
        decode_standing(row)
    except DamagedHistoryError:
        return False
    written = msgspec.json.decode(row, type=dict[str, object])
    digest = written.pop("digest", None)
    return digest == chained(before, canonical.encode(written))
