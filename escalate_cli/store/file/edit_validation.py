"""Validation of a file that somebody edited: what may be written over, and what not."""

import hashlib
from collections.abc import Callable

import msgspec

from escalate_cli.domain.policy.standing import Standing
from escalate_cli.domain.ticket.authority import Delegation
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.errors import DamagedHistoryError, DamagedStoreError
from escalate_cli.store.file.file_format import Image
from escalate_cli.store.rows import codec
from escalate_cli.store.rows.tables import (
    CHANGE,
    DELEGATIONS,
    NEXT,
    OUTBOX,
    POLICIES,
    SEQ,
    STANDING,
    TICKETS,
    PolicyRow,
    is_number,
)


def refuse_damage(image: Image, path: str) -> None:
    """Raise DamagedStoreError at the first row that is JSON, but no longer what a row must be.

    It must not be carried into a file whose checksum would vouch for it. The state of a ticket may
    be anything: it is made again from its history. That an event was changed is for `verify` to
    tell, now and later, by its digest.
    """
    for table, read in _READERS.items():
        for number, row in image.rows(table):
            try:
                read(number, row)
            except (DamagedHistoryError, msgspec.MsgspecError, ValueError) as error:
                raise DamagedStoreError(path, f"/{table}/{number}", str(error)) from error


def count_on(image: Image, archived: int) -> None:
    """Let the counters of the first line be beyond every number in use, or in the archive."""
    of_tickets = (each for _, row in image.rows(TICKETS) for each in codec.decode_events(row))
    standing = (codec.decode_standing(row) for _, row in image.rows(STANDING))
    events: list[Event | Standing] = [*of_tickets, *standing]
    for name, used in (
        (SEQ, max((event.seq for event in events), default=0)),
        (CHANGE, max((event.change for event in events), default=0)),
        (NEXT, max(image.highest(TICKETS), archived) + 1),
    ):
        known = image.meta.get(name)
        if not is_number(known) or known < used:
            image.meta[name] = used


def _read_ticket(number: int, row: bytes) -> None:
    events = codec.decode_events(row)
    if not events or not events[0].is_log_of(id_of(number)):
        raise ValueError("this is not the history of the ticket")


def _read_policy(_number: int, row: bytes) -> None:
    policy = msgspec.json.decode(row, type=PolicyRow)
    if hashlib.sha256(policy.source.encode()).hexdigest() != policy.id:
        raise ValueError("the text of a policy version was changed")


def _read_message(_number: int, row: bytes) -> None:
    codec.decode_message(row)


def _read_delegation(_number: int, row: bytes) -> None:
    msgspec.json.decode(row, type=Delegation)


def _read_standing(_number: int, row: bytes) -> None:
    codec.decode_standing(row)


_READERS: dict[str, Callable[[int, bytes], None]] = {
    TICKETS: _read_ticket,
    OUTBOX: _read_message,
    POLICIES: _read_policy,
    DELEGATIONS: _read_delegation,
    STANDING: _read_standing,
}
