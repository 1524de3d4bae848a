"""The team's store on a PostgreSQL server: the same ports, for many machines at once."""

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from escalate_cli.errors import EscalateError, StoreUncertainError, StoreUnreadableError
from escalate_cli.store.postgres.check_runs import CheckRuns
from escalate_cli.store.postgres.connection.address import Address
from escalate_cli.store.postgres.connection.attempts import until_alone
from escalate_cli.store.postgres.connection.faults import LostError, MetError, NotBegunError
from escalate_cli.store.postgres.connection.link import Link, Purpose
from escalate_cli.store.postgres.connection.server_clock import seconds_apart
from escalate_cli.store.postgres.connections import Connections
from escalate_cli.store.postgres.moment import Moment
from escalate_cli.store.postgres.policy_row import PolicyInForce
from escalate_cli.store.postgres.schema import counter_of
from escalate_cli.store.postgres.transaction import ServerTransaction
from escalate_cli.store.postgres.view import ServerView
from escalate_cli.store.rows.memory_tables import Shelf, empty_tables
from escalate_cli.store.rows.snapshot import RowsView
from escalate_cli.usecases.ports import View

T = TypeVar("T")

_TAKE = """
INSERT INTO escalate.change (store_id, id, token, digests)
VALUES (%s, nextval(%s), %s, '') ON CONFLICT (store_id, token) DO NOTHING"""


class PostgresStore(CheckRuns, PolicyInForce):
    """Tickets in a database; a change runs again where it met another one.

    Args:
        address: where it is.
        folder: where this machine's own files are, backups among them, if it keeps any.

    Attributes:
        written: the tickets that were changed here; nothing where no change was made.
        spares_damage: whether tickets are worked on beside damaged ones: always, as the server
            answers for its files.
    """

    many_write = True
    spares_damage = True

    def __init__(self, address: Address, folder: Path | None = None) -> None:
        self.address = address
        self._folder = folder
        self.written: list[int] | None = None
        self._connections = Connections(address)
        self._was_seen = self._was_told = False

    def clock(
        self, machine: Callable[[], datetime], on_apart: Callable[[int], None]
    ) -> Callable[[], datetime]:
        """Return what reads the server's clock.

        Args:
            machine: reads that of this machine.
            on_apart: told by how many seconds this machine is ahead, where that is too many.
        """

        def read() -> datetime:
            now = self.now()
            ahead = 0 if self._was_told else seconds_apart(machine(), now)
            self._was_told = True
            if ahead:
                on_apart(ahead)
            return now

        return read

    def read(self) -> View:
        """Return the store as it is now; one that nobody has begun is empty."""
        return self._read()

    def _read(self) -> ServerView | RowsView:
        self._was_seen = True
        link = self._connections.take(Purpose.LOOK)
        uid = self._connections.find(link)
        if uid is None:
            self._connections.give_back(link)
            tables = empty_tables()
            return RowsView(tables, Shelf(tables))
        return ServerView(Moment(link, uid, self._connections))

    @property
    def seen(self) -> View | None:
        """The store as it is now, to those who have looked at it already."""
        return self.read() if self._was_seen else None

    def as_it_is(self) -> View:
        """Return the store as it is now; nobody edits it by hand."""
        return self.read()

    def now(self) -> datetime:
        """Return the instant by the server's clock."""
        return self._connections.now()

    def newest_policy(self) -> str | None:
        """Return the text of the policy version that was pinned last."""
        with self._read() as view:
            return view.newest_policy()

    def change(self, work: Callable[[ServerTransaction], T]) -> T:
        """Do some work in one change of the store; it runs again where it met another one."""
        return self._tried(work, Purpose.CHANGE)

    def share(self, work: Callable[[ServerTransaction], T]) -> T:
        """Do some work on tickets and messages that it claims; rows alone meet, not questions."""
        return self._tried(work, Purpose.SHARE)

    def _tried(self, work: Callable[[ServerTransaction], T], purpose: Purpose) -> T:
        self._must_go_by_row()
        spare: list[int] = []
        return until_alone(lambda: self._changed(work, purpose, spare))

    def _changed(
        self, work: Callable[[ServerTransaction], T], purpose: Purpose, spare: list[int]
    ) -> T:
        """Run the work once, with the ticket numbers that it took before."""
        link = self._connections.take(purpose)
        uid = self._connections.begin(link)
        tx = ServerTransaction(Moment(link, uid, self._connections), spare)
        try:
            done = work(tx)
            self._commit(link, tx)
        except BaseException as error:
            spare[:] = [*tx.numbers_taken, *spare[len(tx.numbers_taken) :]]
            tx.moment.end()
            self._connections.look_anew()
            if isinstance(error, NotBegunError | StoreUnreadableError):
                self._connections.must_be_of_this_program()
            raise
        self._was_seen = True
        self.written = self.written or []
        self.written += tx.numbers_written
        return done

    def _commit(self, link: Link, tx: ServerTransaction) -> None:
        """Commit a change; where the connection is lost meanwhile, find out whether it arrived."""
        token = os.urandom(16).hex()
        if not tx.finish(token):
            link.forget()
        else:
            try:
                link.commit()
            except LostError as lost:
                if not lost.in_commit:
                    raise
                if not self._has_arrived(token, lost):
                    raise MetError(str(lost)) from lost
                link.connect()
        link.prepare(Purpose.LOOK)

    def _has_arrived(self, token: str, lost: LostError) -> bool:
        """Tell whether a change is there; raises StoreUncertainError where nobody answers.

        Its token is taken, unless the change has it: what is still under way then comes to nothing.
        """
        try:
            with self._connections.reading() as link:
                if link is None:
                    return False
                counter = counter_of(link.store, "change")
                return not link.run(_TAKE, link.store, counter, token)
        except EscalateError as error:
            raise StoreUncertainError(self.address.shown, str(lost)) from error

    def purge(self, numbers: Iterable[int]) -> list[str]:
        """Name what still holds older versions of tickets: backups here, and the server's own."""
        if not [*numbers]:
            return []
        from escalate_cli.store.care.backup import own_backups  # noqa: PLC0415 - start-up time

        names = (self.address.name, f"{self.address.name}-before-restore")
        kept = [own_backups(self._folder, name) for name in names if self._folder]
        server = f"{self.address.shown}: its log, replicas and dumps"
        return [*map(str, (path for some in kept for path in some)), server]
