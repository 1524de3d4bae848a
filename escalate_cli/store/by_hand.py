"""A file that somebody edited: what may be written over, and what not."""

from collections.abc import Callable

import msgspec

from escalate_cli.domain.authority import Delegation
from escalate_cli.errors import DamagedHistoryError, DamagedStoreError
from escalate_cli.store import codec
from escalate_cli.store.layout import Image
from escalate_cli.store.view import DELEGATIONS, OUTBOX, POLICIES, TICKETS, PolicyRow


def refuse_broken_rows(image: Image, path: str) -> None:
    """Raise DamagedStoreError at the first row that is JSON, but not what a row must be.

    Such a row must not be carried into a file whose checksum would vouch for it.
    """
    for table, read in _READERS.items():
        for number, row in image.rows(table):
            try:
                read(row)
            except (DamagedHistoryError, msgspec.MsgspecError, ValueError) as error:
                raise DamagedStoreError(path, f"/{table}/{number}", str(error)) from error


def _read_ticket(row: bytes) -> None:
    codec.decode_ticket(row)
    if not codec.decode_events(row):
        raise ValueError("a ticket without a history")


def _reader(kind: type) -> Callable[[bytes], object]:
    return lambda row: msgspec.json.decode(row, type=kind)


_READERS: dict[str, Callable[[bytes], object]] = {
    TICKETS: _read_ticket,
    OUTBOX: codec.decode_message,
    POLICIES: _reader(PolicyRow),
    DELEGATIONS: _reader(Delegation),
}
