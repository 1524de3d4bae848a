"""Connections of one command to one store: as many as moments are looked at at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TypeVar

from escalate_cli.errors import EscalateError
from escalate_cli.store.postgres import schema
from escalate_cli.store.postgres.connection.address import Address
from escalate_cli.store.postgres.connection.attempts import until_alone
from escalate_cli.store.postgres.connection.faults import NotBegunError
from escalate_cli.store.postgres.connection.link import Link, Purpose
from escalate_cli.store.postgres.connection.server_clock import ServerClock

T = TypeVar("T")


class Connections:
    """Keeps those that nobody uses for the next who reads or writes."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._clock: ServerClock | None = None
        self._known: tuple[int, str] | None = None
        self._idle: list[Link] = []

    def take(self, purpose: Purpose) -> Link:
        """Return a connection that nobody uses, or a new one."""
        if self._idle:
            link = self._idle.pop()
            link.prepare(purpose)
            return link
        link = Link(self.address.dsn, self.address.shown, purpose)
        schema.must_be_new_enough(link)
        return link

    def give_back(self, link: Link) -> None:
        """End what a connection was about, and keep it."""
        with suppress(EscalateError):
            link.forget()
        if not link.is_lost:
            self._idle.append(link)

    def find(self, link: Link) -> str | None:
        """Let a connection be about the store; return what tells it from others, if it is begun."""
        uid = self._up_to_date(lambda: schema.find(link, self.address.name, self._hear), link)
        self._known = (link.store, uid) if uid else None
        return uid

    def look_anew(self) -> None:
        """Look for the store once more, as something went wrong with what is known of it."""
        self._known = None

    def must_be_of_this_program(self) -> None:
        """Look for the store; raises NewerFormatError where a newer program made other tables."""
        with self.reading():
            pass

    def _hear(self, now: datetime) -> None:
        """Count on from what the server said first."""
        self._clock = self._clock or ServerClock(now)

    def now(self) -> datetime:
        """Return the instant by the server's clock."""
        while self._clock is None:
            with self.reading():
                pass
        return self._clock.now()

    def _up_to_date(self, ask: Callable[[], T], link: Link) -> T:
        """Ask of tables of an earlier program, and bring them up to date first."""
        try:
            return ask()
        except schema.OlderSchemaError:
            link.forget()
            until_alone(self._upgrade)
            return ask()

    def _upgrade(self) -> None:
        from escalate_cli.store.postgres.upgrade import upgrade  # noqa: PLC0415 - once in a lifetime

        link = self.take(Purpose.SHARE)
        try:
            upgrade(link)
        finally:
            self.give_back(link)

    def begin(self, link: Link) -> str:
        """Let a connection be about the store, which begins if it is not there.

        One that is known is not looked for again, which would be a way to the server and back:
        the change itself fails where its tables are others by now.
        """
        if self._known is not None:
            link.store, known = self._known
            return known
        uid = self.find(link)
        if uid is None:
            self._up_to_date(lambda: schema.begin(link, self.address.name), link)
            uid = self.find(link)
        return uid or ""

    @contextmanager
    def reading(self) -> Iterator[Link | None]:
        """Ask the store something while a block runs; nothing where nobody has begun it."""
        link = self.take(Purpose.ASK)
        try:
            link.store = self._known[0] if self._known else 0
            yield link if self._known or self.find(link) else None
        finally:
            self.give_back(link)

    def write(self, work: Callable[[Link], T], *, begins: bool = False) -> T:
        """Write a little that is beside the tickets; raises NotBegunError.

        Args:
            work: writes it.
            begins: whether the store begins if it is not there.
        """

        def attempt() -> T:
            link = self.take(Purpose.CHANGE)
            try:
                if not self.find(link):
                    if not begins:
                        raise NotBegunError(self.address.shown)
                    self.begin(link)
                done = work(link)
                link.commit()
            finally:
                self.give_back(link)
            return done

        return until_alone(attempt)
