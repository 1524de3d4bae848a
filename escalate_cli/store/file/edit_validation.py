"""Validation of a file that somebody edited: what may be taken over, and what is damage."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import msgspec

from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.domain.time.instant_parsing import YEARS
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.store.file.file_format import Image
from escalate_cli.store.rows import codec, message_codec, standing_codec
from escalate_cli.store.rows.hash_chain import head_of_chain, highest_seq
from escalate_cli.store.rows.tables import (
    CHANGE,
    DELEGATIONS,
    GAUGES,
    HEAD,
    NEXT,
    OUTBOX,
    POLICIES,
    SEQ,
    STANDING,
    TICKETS,
    Archive,
    PolicyRow,
    is_number,
    policy_in,
)
from escalate_cli.usecases.damage import Damage, error_of

_NO_ROW = (DamagedHistoryError, msgspec.MsgspecError, ValueError, OverflowError)


def refuse_damage(image: Image, path: str) -> None:
    """Raise DamagedStoreError where a row is no longer what it must be.

    It must not be carried into a file whose checksum would vouch for it. The state of a ticket may
    be anything: it is made again from its history.
    """
    found = list(damage_in(image, path))
    if found:
        raise error_of(found)


def damage_in(image: Image, path: str, tables: Iterable[str] = ()) -> Iterator[Damage]:
    """Yield each row that is JSON, but no longer what a row must be, perhaps of some tables."""
    for table in tables or READERS:
        for number, row in image.rows(table):
            found = row_damage(table, number, row, path)
            if found is not None:
                yield found


def damage_of_store(image: Image, path: str, archive: Archive) -> list[Damage]:
    """Return what is damaged in the tickets in use, and whether events are missing.

    Args:
        image: the file of the tickets in use.
        path: its name.
        archive: the tickets that were put away, whose events count in the chain over all.
    """
    found = [*damage_in(image, path), *_without_policy(image, path)]
    found += _broken_standing(image, path)
    return found or list(_broken_chain(image, path, archive))


def row_damage(table: str, number: int, row: bytes, path: str) -> Damage | None:
    """Tell what is wrong with a row of one of our tables, if anything is."""
    try:
        READERS[table](number, row)
    except _NO_ROW as error:
        is_ticket = table == TICKETS
        return Damage(
            file=path,
            place=f"/{table}/{number}",
            what=str(error),
            number=number if is_ticket else None,
            hides=is_ticket and not can_be_shown(number, row),
        )
    return None


def leave_out(image: Image, damage: Iterable[Damage]) -> list[tuple[str, int, bytes]]:
    """Take damaged rows out of an image, and return them; tickets that can be shown stay."""
    out = []
    for each in damage:
        table, number = row_of(each)
        row = image.get(table, number) if each.hides or table != TICKETS else None
        if row is not None:
            image.delete(table, number)
            out.append((table, number, row))
    return out


def row_of(damage: Damage) -> tuple[str, int]:
    """Return the table and the number of the row that is damaged; 0 where it is no row of ours."""
    table, _, row = damage.place.removeprefix("/").partition("/")
    return (table, int(row)) if table in READERS and row.isdecimal() else ("", 0)


def may_be_spared(image: Image, damage: Iterable[Damage]) -> bool:
    """Tell whether only single tickets are damaged, so that others can be worked on."""
    counters = (image.meta.get(name) for name in (SEQ, CHANGE, NEXT))
    return all(map(is_number, counters)) and all(row_of(each)[0] == TICKETS for each in damage)


def can_be_shown(number: int, row: bytes) -> bool:
    """Tell whether the state in a row can be read as a ticket, whatever its history is."""
    return state_damage(number, row, "") is None


def state_damage(number: int, row: bytes, path: str) -> Damage | None:
    """Tell why the state that a row keeps cannot be shown, if it cannot."""
    try:
        ticket = codec.decode_ticket(row)
        codec.next_at_of(row)
        _refuse_far(ticket)
        if ticket.id != id_of(number):
            raise ValueError(f"its id says {ticket.id}")
    except _NO_ROW as error:
        place = f"/{TICKETS}/{number}"
        return Damage(file=path, place=place, what=str(error), number=number, hides=True)
    return None


def all_rows(image: Image, archive: Archive) -> Iterator[bytes]:
    """Yield the row of every ticket once, wherever it is."""
    yield from (row for _, row in image.rows(TICKETS))
    yield from (row for number, row in archive.rows() if image.get(TICKETS, number) is None)


def _without_policy(image: Image, path: str) -> Iterator[Damage]:
    """Yield the tickets with an event of a policy version whose text is not kept."""
    found = [policy_in(row) for _, row in image.rows(POLICIES)]
    kept = {each.id for each in found if each}
    for number, row in image.rows(TICKETS):
        try:
            policies = {getattr(event, "policy", None) for event in codec.decode_events(row)}
        except DamagedHistoryError:
            continue
        for policy in sorted(filter(None, policies - kept)):
            what = f"the policy version {policy[:12]} that it follows is not kept"
            place = f"/{TICKETS}/{number}"
            yield Damage(file=path, place=place, what=what, number=number, hides=True)


def _broken_standing(image: Image, path: str) -> Iterator[Damage]:
    """Yield the entries of the team that were changed after they were written."""
    before, rows = "", list(image.rows(STANDING))
    seals = standing_codec.seals_in(row for _, row in rows)
    for number, row in rows:
        try:
            is_sound = standing_codec.is_as_written(row, before, seals)
            before = standing_codec.digest_in(row)
        except _NO_ROW:
            continue  # it is named already
        if not is_sound:
            what = "the entry was changed after it was written"
            yield Damage(file=path, place=f"/{STANDING}/{number}", what=what)


def _broken_chain(image: Image, path: str, archive: Archive) -> Iterator[Damage]:
    """Yield one damage where the events are not those for which the first line stands."""
    rows = [*all_rows(image, archive), *(row for _, row in image.rows(STANDING))]
    if head_of_chain(rows, highest_seq(rows)) != image.meta.get(HEAD, ""):
        what = "the events are not those that were written: some are missing, or head was changed"
        yield Damage(file=path, place=f"/meta/1/{HEAD}", what=what)


def _read_ticket(number: int, row: bytes) -> None:
    events = codec.decode_events(row)
    if not events or not events[0].is_log_of(id_of(number)):
        raise ValueError("this is not the history of the ticket")
    broken = codec.broken_of(row, events)
    if broken:
        which = ", ".join(map(str, broken))
        raise ValueError(f"events were changed after they were written: {which}")
    _refuse_far(events)


def _read_policy(_number: int, row: bytes) -> None:
    policy = msgspec.json.decode(row, type=PolicyRow)
    if hashlib.sha256(policy.source.encode()).hexdigest() != policy.id:
        raise ValueError("the text of a policy version was changed")


def _read_message(_number: int, row: bytes) -> None:
    _refuse_far(message_codec.decode_message(row))


def _read_delegation(_number: int, row: bytes) -> None:
    _refuse_far(msgspec.json.decode(row, type=Delegation))


def _read_standing(_number: int, row: bytes) -> None:
    _refuse_far(standing_codec.decode_standing(row))


def _read_gauge(_number: int, row: bytes) -> None:
    _refuse_far(standing_codec.decode_gauge(row))


def _refuse_far(value: object) -> None:
    """Raise ValueError where an instant is in a year that nobody can have meant."""
    for at in _instants(msgspec.to_builtins(value, builtin_types=(datetime,))):
        if at.year not in YEARS:
            raise ValueError(f"the year {at.year} is out of range")


def _instants(value: object) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, dict | list | tuple):
        inside: Iterable[object] = value.values() if isinstance(value, dict) else value
        for each in inside:
            yield from _instants(each)


READERS: dict[str, Callable[[int, bytes], None]] = {
    TICKETS: _read_ticket,
    OUTBOX: _read_message,
    POLICIES: _read_policy,
    DELEGATIONS: _read_delegation,
    STANDING: _read_standing,
    GAUGES: _read_gauge,
}
"""Reads a row of each table; raises where it is none."""
