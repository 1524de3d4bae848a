"""Numbers of tickets, events and changes, of which no two changes have the same."""

from typing import Final

from escalate_cli.store.postgres.connection.driver import AsIs
from escalate_cli.store.postgres.moment import Moment
from escalate_cli.store.postgres.schema import counter_of

_MANY: Final = "ARRAY(SELECT nextval(%s) FROM generate_series(1, %s))"

_COUNT_ON: Final = "SELECT setval(%s, greatest(%s, coalesce(pg_sequence_last_value(%s), 0)))"


class StoreNumbers:
    """Takes numbers from the store's sequences; what will be needed together is asked for at once.

    One that was taken is nobody else's, also where the change comes to nothing.

    Attributes:
        given: the numbers of new tickets, wanted ones included.
        taken: those that the store chose, which the change takes again where it runs again.
    """

    def __init__(self, moment: Moment, spare: list[int]) -> None:
        self._moment = moment
        self._spare, self.taken = iter(spare), list[int]()
        self.given: set[int] = set()
        self._change: int | None = None
        self._events: list[int] = []

    @property
    def change(self) -> int:
        """The number of this change, once something needs it."""
        if self._change is None:
            (self._change,) = self._next("change")
        return self._change

    def next_change(self) -> int:
        """Take a number for a change made in another store; this change gets a higher one."""
        taken, self._change = self.change, None
        return taken

    def ticket(self, wanted: int) -> int:
        """Take the next ticket number, or a wanted one."""
        self.count_on("ticket", wanted)
        number = wanted or next(self._spare, 0) or self._new_ticket()
        self.taken += [] if wanted else [number]
        self.given.add(number)
        return number

    def _new_ticket(self) -> int:
        """Ask for a ticket's number, and with it for those of its first event and of the change."""
        if self._change is None:
            number, event, self._change = self._next("ticket", "event", "change")
        else:
            number, event = self._next("ticket", "event")
        self._events.append(event)
        return number

    def events(self, count: int) -> list[int]:
        """Take the numbers of new events, and with them that of this change."""
        self.reserve(count - len(self._events))
        taken, self._events = self._events[:count], self._events[count:]
        return taken

    def reserve(self, count: int) -> None:
        """Ask at once for numbers of events, which will be needed one by one."""
        if count <= 0:
            return
        many = self._counter("event"), count
        if self._change is None:
            asked = f"SELECT nextval(%s), {_MANY}"
            [(self._change, new)] = self._moment.writing.rows(asked, self._counter("change"), *many)
        else:
            [(new,)] = self._moment.writing.rows(f"SELECT {_MANY}", *many)
        self._events += new

    def message(self) -> AsIs:
        """Return what the server turns into the number of a message as it is written."""
        return AsIs(f"nextval('{self._counter('message')}')")

    def count_on(self, what: str, last: int) -> None:
        """Let no number of a kind be given that is not higher than one."""
        if last:
            counter = self._counter(what)
            self._moment.writing.rows(_COUNT_ON, counter, last, counter)

    def _next(self, *kinds: str) -> tuple[int, ...]:
        asked = ", ".join([f"nextval('{self._counter(kind)}')" for kind in kinds])
        [found] = self._moment.writing.rows(f"SELECT {asked}")
        return found

    def _counter(self, kind: str) -> str:
        return counter_of(self._moment.writing.store, kind)
