"""Builders: parcels on their way, and the means of the channel that takes them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.people import Channel
from escalate_cli.notify.channels import Means
from tests.conftest import MONDAY_NINE

HOSTILE = 'a $requester ${x} $(touch p) `touch p` "; touch p; " [bold]\r\nBcc: eve@example.org'


def a_message(text: str = "Mail is down", **fields: Any) -> Message:
    """Return one message to ana about T-1."""
    told: dict[str, Any] = {
        "key": "T-1:1:late:1:0:ana",
        "ticket": "T-1",
        "kind": "alert",
        "to": "ana",
        "created_at": MONDAY_NINE,
    }
    return Message(text=text, **told | fields)


def a_parcel(
    kind: str,
    *value: str,
    text: str = "Mail is down",
    address: str = "ana@example.org",
    **more: Any,
) -> Batch:
    """Return a parcel for ana, by a channel of a kind."""
    told: dict[str, Any] = {"subject": "T-1 Mail is down", "messages": (a_message(text),)} | more
    return Batch(
        key="T-1:1:late:1:0:ana",
        to="Ana",
        channel=Channel(id="way", kind=kind, value=value),
        address=address,
        text=text,
        **told,
    )


def means(
    folder: Path,
    environ: Mapping[str, str] | None = None,
    say: Callable[[str], object] = print,
    distrust: tuple[str, str] | None = None,
    roots: tuple[Path, ...] = (),
    strange: tuple[Path, ...] = (),
) -> Means:
    """Return what a channel may use; programs that are strange are eve's."""
    return Means(
        environ=environ or {},
        folder=folder,
        say=say,
        distrust=distrust,
        roots=roots,
        other_owner=lambda root, name: "eve" if root / name in strange else None,
    )
