"""What scripts in Python may rely on: this module, and what it names in `__all__`.

    store = open_store(".escalate")
    ticket = store.log("Disk full", priority="P2", by="ana")
    store.acknowledge(ticket["id"], by="ana")

Its names and the fields of its documents change only with the major version; all else in the
package is private. Nothing here prints: what a command says on the error output goes to the
logger `escalate`. What is refused or fails raises EscalateError. See docs/api.md.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from os import PathLike, fspath
from typing import TypedDict, Unpack, cast

import msgspec
from tinydb import TinyDB

from escalate_cli.errors import EscalateError, UsageError
from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.data.json_values import document
from escalate_cli.render.parts.data.ticket_fields import TICKET
from escalate_cli.render.results.check import CheckResult
from escalate_cli.render.results.document_types import (
    Check,
    Clock,
    Decision,
    Escalation,
    Failure,
    MessageCounts,
    PendingApproval,
    Ticket,
)
from escalate_cli.store.file.tinydb_storage import EditStorage, Record, TicketDatabase
from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.rows.tables import Tables
from escalate_cli.usecases.automation.after_check import after_check
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.reconcile_edits import reconcile_edits
from escalate_cli.usecases.insight.list_and_show import find
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.wiring import Wiring

__all__ = [
    "Check",
    "Clock",
    "Decision",
    "EscalateError",
    "Escalation",
    "Failure",
    "MessageCounts",
    "NewTicketFields",
    "PendingApproval",
    "Store",
    "Ticket",
    "database",
    "open_store",
]

Folder = str | PathLike[str]

_LOGGER = logging.getLogger("escalate")
_LOGGER.addHandler(logging.NullHandler())


class NewTicketFields(TypedDict, total=False):
    """What can be said of a new ticket besides its title; as the options of `escalate log`."""

    description: str
    priority: str | None
    impact: str | None
    urgency: str | None
    requester: str | None
    customer: str | None
    vip: bool
    service: str | None
    category: str | None
    skills: Sequence[str]
    tags: Sequence[str]
    stakeholders: Sequence[str]
    key: str | None


class Store:
    """A team's tickets; each method is what one command would be, at the instant of the call.

    `by` is who acts, as in `--as`; without it ESCALATE_ACTOR, or else the account.
    """

    def __init__(self, folder: str | None) -> None:
        self._folder = folder

    def log(
        self, title: str, *, by: str | None = None, **fields: Unpack[NewTicketFields]
    ) -> Ticket:
        """Write an issue down; a key of an open ticket adds a note to that one, and returns it."""
        try:
            draft = msgspec.convert({**fields, "title": title}, NewTicket)
        except msgspec.ValidationError as error:
            raise UsageError(f"the ticket cannot be logged: {error}") from error
        [done] = log(self._wiring(by).context, [draft])
        return cast("Ticket", document(TICKET, done.standing))

    def acknowledge(
        self, ticket_id: str, *, by: str | None = None, message: str = "", take: bool = False
    ) -> Ticket:
        """Take responsibility for a ticket; with `take` also for one that is another one's."""
        [done] = acknowledge(self._wiring(by).context, [ticket_id], message, take=take)
        return cast("Ticket", document(TICKET, done.standing))

    def find(
        self, query: str = "", *, finished: bool = False, by: str | None = None
    ) -> list[Ticket]:
        """Return the tickets that `escalate list` would, the most pressing first.

        Args:
            query: words, or field:value, as in `is:overdue priority:P1 owner:@me`.
            finished: whether resolved and closed tickets are looked at too.
            by: who `@me` is.
        """
        run = self._wiring(by)
        context = run.context
        wanted = parse([query], context, everything=finished)
        with run.store.read() as view:
            found = find(context, view, wanted)
            return [cast("Ticket", document(TICKET, each)) for each in found]

    def check(self, *, send: bool = True) -> Check:
        """Apply the policy to all that is due, and send what waits unless told not to."""
        run = self._wiring()
        run.store.spares_damage = True
        then = partial(after_check, lambda: run.notifier) if send else None
        done = check(run.context, send=then, looks=True)
        return cast("Check", CheckResult(done).document())

    def _wiring(self, by: str | None = None) -> Wiring:
        return Wiring(Invocation(store=self._folder, actor=by), stderr=_ToLogger())

    def _tables(self) -> Tables:
        return _file_of(self._wiring()).read().tables

    @contextmanager
    def _editing(self, by: str | None) -> Iterator[tuple[Tables, Record]]:
        run = self._wiring(by)
        context = run.context
        context.present.must_have_come()
        with _file_of(run).transaction() as tx:
            context.present.hold()
            tx.dated(context.now)
            yield tx.tables, lambda numbers: reconcile_edits(context, tx, numbers, context.stamp)


def _file_of(run: Wiring) -> JsonStore:
    """Return the store, which must be a file; raises UsageError."""
    if not isinstance(run.store, JsonStore):
        raise UsageError(
            "TinyDB opens files, and this store is on a server",
            "open_store(ADDRESS) logs, finds and changes its tickets",
        )
    return run.store


def open_store(path: Folder | None = None) -> Store:
    """Return the store in a folder, or where commands find it; raises UsageError if none is there.

    A folder that is named is trusted, as with `--store`.
    """
    store = Store(None if path is None else fspath(path))
    store._wiring().must_be_a_store()  # noqa: SLF001 - the store is ours
    return store


def database(path: Folder | None = None, *, by: str | None = None) -> TinyDB:
    """Return the tickets in use as TinyDB, for queries, and for edits of cells by hand.

    Reads see whole commits. An update is one commit under the lock, recorded in the history of each
    ticket as `hand_edited` by whoever acts; a write of anything but cells that `edit` or `assign`
    set raises EscalateError and leaves the file as it was.
    """
    store = open_store(path)
    read, edit = store._tables, partial(store._editing, by)  # noqa: SLF001 - the store is ours
    return TicketDatabase(read, edit, storage=EditStorage)


class _ToLogger(io.StringIO):
    """Hands on to the logger what a command would say on the error output."""

    def write(self, text: str, /) -> int:
        _LOGGER.warning("%s", text.rstrip("\n"))
        return len(text)
