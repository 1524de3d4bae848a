"""The present: the instant at which a command takes place, and what may be written at it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from escalate_cli.domain.time.instant_parsing import is_relative
from escalate_cli.errors import BackdatedError, FutureError

if TYPE_CHECKING:
    from collections.abc import Callable

    from escalate_cli.domain.ticket.history import History

PATIENCE = timedelta(minutes=1)
"""By how much the clocks of a team's machines may differ without a word."""


class Present:
    """One instant a command: typed, or read off a clock.

    Args:
        now: the instant, as far as it is known before the store is ours alone.
        clock: reads the machine's clock; nothing where the instant was typed or set.
        typed: whether a person typed it.
        said: what the clock said where the instant was typed.
        latest: what an instant must not be later than to be written at, where there is a limit.
        on_behind: told the ticket and the instant of its latest event, if the clock is behind it
            by more than `PATIENCE`; once a command.
    """

    def __init__(
        self,
        now: datetime,
        *,
        clock: Callable[[], datetime] | None = None,
        typed: bool = False,
        said: datetime | None = None,
        latest: datetime | None = None,
        on_behind: Callable[[str, datetime], None] | None = None,
    ) -> None:
        self.now = now
        self.is_of_machine = clock is not None
        self._clock = clock
        self.is_typed = typed
        self._said = said
        self._latest = latest
        self._on_behind = on_behind

    @property
    def by_clock(self) -> datetime:
        """Return what the clock says, whatever instant was typed."""
        return self.now if self._said is None else self._said

    def must_have_come(self) -> None:
        """Raise FutureError where the instant is yet to come, so that nothing is written at it."""
        if self._latest is not None and self.now > self._latest:
            raise FutureError(self.now, self._latest)

    @property
    def clock_at(self) -> datetime | None:
        """Return what the clock says where a person typed an earlier instant."""
        return self._latest if self._latest is not None and self.now < self._latest else None

    def hold(self) -> None:
        """Take the instant at which the store became ours: whoever waited does not go back.

        Later changes of the same command are dated alike.
        """
        if self._clock is not None:
            self.now, self._clock = self._clock(), None

    def is_behind(self, at: datetime) -> bool:
        """Tell whether an instant of the past has yet to come by more than clocks differ."""
        return at - self.now > PATIENCE

    def say_no_more(self) -> None:
        """Tell nobody of a clock that is behind: it was said already."""
        self._on_behind = None

    def meet(self, history: History) -> None:
        """Notice new events that are later than now, as the events before them were.

        A typed instant raises BackdatedError; a clock that is behind is said.
        """
        from escalate_cli.domain.ticket import events as e  # noqa: PLC0415 - start-up time

        for event in history.events:
            if not event.is_new or event.at <= self.now:
                continue
            if isinstance(event, e.OfMessage | e.ChangeUndone):  # it takes no time, or one back
                continue
            if self.is_typed:
                raise BackdatedError(history.ticket.id, self.now, event.at)
            if self.is_behind(event.at) and self._on_behind:
                self._on_behind(history.ticket.id, event.at)
                self.say_no_more()


def present_of(
    clock: Callable[[], datetime],
    believed: str | None,
    typed: str | None,
    read: Callable[[str, datetime], datetime],
    on_behind: Callable[[str, datetime], None],
) -> Present:
    """Return the present by what was typed, else by what is believed, else by the machine's clock.

    What is typed must not be later than the clock where something is written, unless it is so long
    after an instant that is believed: that is a rehearsal.

    Args:
        clock: reads the machine's clock.
        believed: the instant that the environment sets, in words.
        typed: the instant that the command line names, in words.
        read: reads words, which count from an instant.
        on_behind: as `Present` has it.
    """
    at = read(believed, clock()) if believed else clock()
    if not typed or typed.lower() == "now":
        return Present(at, clock=None if believed else clock, on_behind=on_behind)
    rehearses = believed and is_relative(typed)
    return Present(read(typed, at), typed=True, said=at, latest=None if rehearses else at)
