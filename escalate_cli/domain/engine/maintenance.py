"""Maintenance: the times in which the policy is silent about a ticket, and what names them.

An event names the window that is on when it happens, or was over since the event before it. So a
history itself says when the policy had to be silent, whatever becomes of the policy file. Of a
window that was on it says so up to that event: it may have been ended since.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.ticket.events import Event
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.timeline import Step


class Silence(msgspec.Struct, frozen=True):
    """The times in which windows keep the policy silent about a ticket; the earliest first.

    Windows that overlap, or follow at once, are one time; not so where the policy spoke between.
    """

    times: tuple[Held, ...] = ()

    def at(self, now: datetime) -> Held | None:
        """Return the time that an instant falls into."""
        for time in self.times:
            if time.is_on(now):
                return time
        return None

    def last(self, now: datetime) -> Held | None:
        """Return the last time that has begun by an instant."""
        for time in reversed(self.times):
            if time.since <= now:
                return time
        return None

    def put_off(self, at: datetime, now: datetime) -> datetime:
        """Return when something can be done that is due at an instant, from now on."""
        time = self.at(max(at, now)) if self.times else None
        return at if time is None or time.until is None else time.until


def silence_of(
    steps: Sequence[Step], windows: Iterable[Window], spoken: Collection[datetime] = ()
) -> Silence:
    """Return when windows are on for a ticket, as its steps match them; the policy spoke then."""
    found: list[tuple[datetime, datetime]] = []
    spans = (span for window in windows for span in _spans(window, steps))
    for since, until in sorted(spans):
        meets = found and (since < found[-1][1] or (since == found[-1][1] and since not in spoken))
        if meets:
            found[-1] = found[-1][0], max(found[-1][1], until)
        else:
            found.append((since, until))
    return Silence(tuple(Held(kind="maintenance", since=a, until=b) for a, b in found))


def _spans(window: Window, steps: Sequence[Step]) -> Iterator[tuple[datetime, datetime]]:
    """Yield the parts of a window in which the ticket matches it; its first step reaches back."""
    since, last = window.from_at, window.until_at
    if last <= steps[0].at:
        return
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        until = last if following is None else min(following.at, last)
        if until > since:
            if matches(window.when, step.ticket):
                yield since, until
            since = until


def on_record(events: Sequence[Event]) -> Iterator[Window]:
    """Yield the windows that a history names, as far as it proves them.

    Where the policy spoke at the instant at which one begins, that led the ticket into it.
    """
    named = [(event, event.window) for event in events if event.window is not None]
    spoken = spoken_at(events) if named else ()
    for event, window in named:
        if window.until is not None:
            since = window.since + (window.since in spoken) * timedelta.resolution
            proven = min(window.until, event.at + timedelta.resolution)
            if since < proven:
                yield Window(from_at=since, until_at=proven)


def spoken_at(events: Iterable[Event]) -> set[datetime]:
    """Return the instants at which the policy spoke of a ticket, as it does in no window."""
    return {event.at for event in events if event.is_spoken}


def name_windows(events: list[Event], silence: Silence) -> None:
    """Let each new event name the window that is on, or was over since the event before it.

    Where the policy spoke, none was on before; one that begins there is for the next event to name.
    """
    before: datetime | None = None
    spoken = spoken_at(events) if silence.times else ()
    for number, event in enumerate(events if silence.times else ()):
        by = event.at - (event.at in spoken) * timedelta.resolution
        time = silence.last(by) if event.is_new else None
        if time is not None and time.ends_after(before or event.at):
            events[number] = replace(event, window=time)
        before = event.at
