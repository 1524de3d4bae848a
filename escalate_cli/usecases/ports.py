"""Ports: what the verbs need from the outside, in their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self, TypeVar

import msgspec

from escalate_cli.domain.ticket.search import EVERY, Order, Search

if TYPE_CHECKING:  # types alone: start-up time
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime, timedelta

    from escalate_cli.domain.messages.batch import Batch
    from escalate_cli.domain.messages.outbox_message import Message
    from escalate_cli.domain.policy.sections.maintenance import Window
    from escalate_cli.domain.policy.standing import Standing
    from escalate_cli.domain.policy.standing.gauges import Gauge
    from escalate_cli.domain.ticket.events import Event
    from escalate_cli.domain.ticket.past import KeptPast, Kinds, Past
    from escalate_cli.domain.ticket.people.approvers import Delegation
    from escalate_cli.domain.ticket.ticket import Outlined, Ticket
    from escalate_cli.usecases.damage import Damage
    from escalate_cli.usecases.records import Dump, Fingerprint, Record, Seals

T = TypeVar("T")


class ProgressWatch(Protocol):
    """Somebody who looks on while a long stream goes by."""

    def __call__(self, things: Iterable[T], total: int) -> Iterable[T]:
        """Pass things on, one after the other; there are about as many as `total`."""


class View(Protocol):
    """The store as it was at one moment; reading waits for nobody."""

    def __enter__(self) -> Self:
        """Look at that moment while a block runs."""

    def __exit__(self, *_error: object) -> None:
        """Let go of it."""

    def name(self) -> str:
        """Return what tells this store from all others; nothing before its first change."""

    def events(self, number: int) -> list[Event]:
        """Return a ticket's history; raises TicketNotFoundError."""

    def record(self, number: int) -> list[Event]:
        """Return all events of a ticket, also those later than the instant that is looked at."""

    def revision(self, number: int) -> str:
        """Return what is another after each change of a ticket; raises TicketNotFoundError."""

    def ticket(self, number: int) -> Ticket:
        """Return a ticket as last recorded; raises TicketNotFoundError."""

    def kept(self, number: int) -> KeptPast | None:
        """Return what a row keeps of a ticket that is over, if it goes up to its last event."""

    def is_past_spoilt(self, number: int) -> bool:
        """Tell whether what a row keeps of a ticket that is over cannot be read."""

    def is_written_as(self, number: int, ticket: Ticket, past: Past | None) -> bool:
        """Tell at a glance whether all that is kept of a ticket, its history aside, is this.

        What was written by another version may say the same in other words.
        """

    def in_use(self) -> Iterator[int]:
        """Yield the numbers of the tickets that are not in the archive, in order."""

    def is_in_use(self, number: int) -> bool:
        """Tell whether a ticket is not in the archive."""

    def last_change_by(self, person: str) -> int | None:
        """Return the number of the last change that a person made and nobody undid."""

    def changed_in(self, change: int) -> list[int]:
        """Name the tickets that a change recorded something about."""

    def damage(self) -> Sequence[Damage]:
        """Return what is damaged, as far as it was looked at."""

    def broken_digests(self, number: int) -> list[int]:
        """Name the events of a ticket that are not as they were written."""

    def fingerprint(self) -> Fingerprint:
        """Return what stands for all events so far."""

    def fingerprint_at(self, last: int) -> Fingerprint | None:
        """Return what stands for the events up to one; nothing if one of them is missing."""

    def is_chained(self, read: Iterable[Seals] | None = None) -> bool:
        """Tell whether all events together are those that were written.

        Where those of all tickets are `read` already, they are not read anew; they may be taken
        as they come, and none after a flaw.
        """

    def search(
        self, asked: Search = EVERY, order: Order = Order.NUMBER, limit: int | None = None
    ) -> Iterator[Ticket]:
        """Yield tickets as last recorded, not the archived ones.

        What is taken is what it costs: whoever needs the first few stops there, or gives a limit.
        """

    def outlines(self) -> Iterator[tuple[Outlined, datetime | None]]:
        """Yield what tells whose each ticket is that somebody still owes something on, by due.

        With it comes when the policy next has something to do. Some stores yield whole tickets,
        and what `pressing` yields by now need not be among them.
        """

    def titles(self) -> Iterator[tuple[int, str]]:
        """Yield number and title of each ticket that is not in the archive, in order."""

    def archived(
        self, asked: Search = EVERY, within: range | None = None, past: Kinds | None = None
    ) -> Iterator[Ticket]:
        """Yield the tickets that were put away, the highest number first; or a stretch of them.

        Where what is `kept` of each is asked for next, `past` names the kinds of the events that
            are, and all is read at once.
        """

    def numbers(self, within: range | None = None) -> Iterator[int]:
        """Yield the numbers of all tickets in order, those in the archive too; or a stretch."""

    def passed_over(self, asked: Search) -> int:
        """Count the archived tickets that `archived` leaves out unread, by when they were there."""

    def stretches(self, asked: Search = EVERY) -> Sequence[range]:
        """Cut all numbers, in order, where the archive is read as well piece by piece.

        Nothing where it is not, or where it cannot be read by several processes. Pieces in which
        nothing that is asked for was put away are not cut off.
        """

    def highest(self) -> int:
        """Return the highest number that a ticket ever had."""

    def imported_from(self, source: str, keys: Iterable[str]) -> dict[str, int]:
        """Return the numbers of the tickets that came from another system, by their ids there."""

    def uids(self) -> dict[str, int]:
        """Return the number of each ticket, by the name that it has in every store."""

    def is_as_written(self) -> bool:
        """Tell whether all is here that was written, and nobody changed it by hand."""

    def dump(self, numbers: Collection[int] | None = None) -> Dump:
        """Return all that there is, as it is written; or some tickets and their policies alone."""

    def may_archive(self, closed_by: datetime) -> bool:
        """Tell at a glance whether tickets closed by an instant may be waiting for the archive."""

    def next_at(self, number: int) -> datetime | None:
        """Return when the policy next has something to do on a ticket."""

    def due_at(self, number: int) -> datetime | None:
        """Return the earliest due of the running clocks of a ticket that is in use."""

    def pressed_at(self, number: int) -> tuple[datetime | None, datetime | None, datetime | None]:
        """Return the instants by which a ticket is found: next act, due, perhaps at risk."""

    def active_count(self) -> int:
        """Count the tickets that somebody still has to work on."""

    def versions_followed(self) -> Mapping[str, int]:
        """Count the active tickets by the policy version that they follow."""

    def outdated(self, policy_id: str) -> list[int]:
        """Name the active tickets that follow another policy version than this one."""

    def due_by(self, at: datetime) -> list[int]:
        """Name the tickets on which the policy has something to do by an instant."""

    def unanswered(self) -> list[int]:
        """Name the active tickets that wait for a yes, or on which a rule has found nobody."""

    def pressing(self, now: datetime) -> Iterator[Ticket]:
        """Yield the active tickets of which a clock may be at risk or due by now."""

    def written_at(self) -> datetime | None:
        """Return the instant of the change that saved a ticket last, as its clock said."""

    def latest_at(self) -> datetime | None:
        """Return the instant of the latest event, to the second, of the tickets in use."""

    def may_be_ahead_of(self, now: datetime) -> bool:
        """Tell at a glance whether any event may be of an instant that has yet to come."""

    def ahead_of(self, now: datetime) -> list[int]:
        """Name the active tickets with an event of an instant that has yet to come."""

    def with_key(self, key: str) -> Iterator[Ticket]:
        """Yield the tickets that a key names: logged under it, or with a duplicate that was."""

    def complaints_of(self, requester: str) -> Iterator[Ticket]:
        """Yield the tickets on which a requester has complained."""

    def policy_source(self, policy_id: str) -> str | None:
        """Return the text of a policy version that some ticket follows."""

    def standing(self) -> list[Standing]:
        """Return all that was said for the team, the earliest first; DamagedHistoryError."""

    def broken_standing(self) -> list[int]:
        """Name the standing entries, by the number of their rows, that are not as written."""

    def gauges(self) -> list[Gauge]:
        """Return the latest value of each gauge; raises DamagedHistoryError."""

    def delegations(self) -> Iterator[Delegation]:
        """Yield the authority that was lent and not taken back."""

    def windows(self) -> list[Window]:
        """Return the maintenance windows by which rows say when something is next to be done."""

    def message(self, key: str) -> Message | None:
        """Return one message of the outbox."""

    def messages(
        self,
        *,
        ticket: str | None = None,
        state: str | None = None,
        batch: str | None = None,
        change: int | None = None,
        due_by: datetime | None = None,
    ) -> Iterator[Message]:
        """Yield what waits in the outbox, oldest first, but for rows that cannot be read.

        Args:
            ticket: only what is about it, by its id.
            state: only what is in this state.
            batch: only what goes out under this key.
            change: only what this change put there.
            due_by: only what a run may send at this instant.
        """

    def broken_messages(self) -> list[int]:
        """Name the rows of the outbox that somebody edited into something else."""

    def edited_messages(self) -> list[Message]:
        """Return the messages that somebody changed by hand, and that still are some."""


class Transaction(View, Protocol):
    """One change of the store: all of it, or nothing.

    Once it is committed it is a view of the store as the change left it.
    """

    def claim(
        self, numbers: Sequence[int], due_by: datetime | None = None, *, waits: bool = False
    ) -> Sequence[int]:
        """Take tickets for this change alone, in order; return those that it has.

        Args:
            numbers: those that are wanted.
            due_by: only those on which the policy has something to do by an instant.
            waits: whether to wait for a change that has one of them, instead of leaving it to that.
        """

    def claim_messages(self, keys: Sequence[str], *, waits: bool = False) -> Sequence[Message]:
        """Take messages of the outbox for this change alone; return those that it has.

        Args:
            keys: those that are wanted.
            waits: whether to wait for a change that has one of them, instead of leaving it to that.
        """

    def dated(self, now: datetime) -> None:
        """Take the instant of the change; once it saves a ticket, `written_at` returns it."""

    def next_number(self, wanted: int = 0) -> int:
        """Take the next ticket number, or a wanted one that no ticket has."""

    def next_change(self) -> int:
        """Take a number for a change made in another store; this change gets a higher one."""

    def take_over(self, dump: Dump) -> None:
        """Become what another store is, in one that has no ticket yet; DamagedHistoryError."""

    def save(self, record: Record) -> None:
        """Keep a ticket; its new events get their digests and numbers.

        A number is unique in the store, and in one ticket a later event has a higher one; across
        tickets it tells nothing, as of two changes at once either may have the higher ones.
        """

    def archive(self, closed_by: datetime) -> int:
        """Put the tickets away that were closed by an instant; tell how many."""

    def enter(self, entry: Standing) -> None:
        """Keep what holds for the team from now on; it gets its number and digest."""

    def blacken(self, blank: Standing) -> str:
        """Put an entry without its words in its place; return the seal that vouches for it."""

    def keep_windows(self, windows: Iterable[Window]) -> None:
        """Keep the maintenance windows by which rows say when something is next to be done."""

    def set_gauge(self, gauge: Gauge) -> None:
        """Keep a value in the place of the one of its kind and name before it."""

    def forget_gauge(self, gauge: Gauge) -> None:
        """Keep a value no more."""

    def digest_of(self, event: Event, before: str) -> str:
        """Return the digest of an event that follows another digest."""

    def pin(self, policy_id: str, source: str) -> None:
        """Keep the text of a policy version for the tickets that follow it."""

    def queue(self, messages: Iterable[Message]) -> None:
        """Put messages into the outbox; a key that is there already is not put twice."""

    def mark(self, messages: Iterable[Message]) -> None:
        """Write messages of the outbox as they are now; one that has left it is not put back."""

    def drop(self, key: str) -> None:
        """Take a message out of the outbox; raises MessageNotFoundError."""


class Store(Protocol):
    """Where a team's tickets are.

    Attributes:
        many_write: whether others write while a change is made, which need not be short then.
    """

    many_write: bool

    def read(self) -> View:
        """Return the store as it is now."""

    def as_it_is(self) -> View:
        """Return the store as it is now, and what was edited by hand as it was left."""

    def change(self, work: Callable[[Transaction], T]) -> T:
        """Do some work in one change of the store; an exception leaves it as it was.

        The work touches nothing but the transaction, as it may run again: where several write at
        once, only what the last run did is kept.
        """

    def share(self, work: Callable[[Transaction], T]) -> T:
        """Do some work as `change` does, beside others who do the same kind.

        Of tickets and messages it looks only at those that it claims or writes.
        """

    def purge(self, numbers: Iterable[int]) -> list[str]:
        """Write over older versions of tickets; name the files that still hold some."""

    def last_check_at(self) -> datetime | None:
        """Return when `check` last ran."""

    def checked(self, now: datetime) -> datetime | None:
        """Note that `check` ran, and return when it did before."""

    def doubted_at(self) -> datetime | None:
        """Return since when `check` has not believed the clock; nothing if it last did."""

    def doubted(self, since: datetime) -> bool:
        """Note since when `check` does not believe the clock; tell whether that is kept."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a parcel.

    Attributes:
        error: why it was not taken, fit for everybody to read; nothing if it was.
        hopeless: whether trying the same again is useless.
        slow: whether it failed by taking so long that others had better not wait for it too.
    """

    error: str | None = None
    hopeless: bool = False
    slow: bool = False


class Notifier(Protocol):
    """What brings parcels to people."""

    def send(self, parcels: Sequence[Batch]) -> Sequence[Receipt]:
        """Try each parcel once, all in bounded time, and tell what became of each."""

    def elapsed(self) -> timedelta:
        """Return for how long it has been at work."""
