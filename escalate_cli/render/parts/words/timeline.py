"""The history of a ticket as people read it: day by day, with what was written."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec.structs import replace

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.action import Action
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.styled_text import Text, joined
from escalate_cli.render.parts.words.event_text import headline
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.sanitize import one_line, sanitized

_INDENT: Final = 4
_NEWEST: Final = 5
_QUIET: Final = frozenset({Action.LAPSED, Action.SATISFIED, Action.SUPERSEDED})
_LONGEST_NAME: Final = 16
_LEAST_WIDTH: Final = 30


def timeline(
    on: Ansi, events: Iterable[e.Event], wall: Wall, *, numbered: bool = False
) -> Iterator[Text]:
    """Yield the lines of a history, a heading for each local day.

    Where they are numbered, `redact` and `undo` take each event by what stands before it.
    """
    shown = list(_joined(events))
    names = [one_line(_who(event)) for event in shown]
    width = min(max(map(len, names), default=0), _LONGEST_NAME)
    begins = max(_INDENT, len(f"#{shown[-1].seq} ")) if numbered and shown else _INDENT
    for day, group in groupby(zip(shown, names, strict=True), key=lambda it: wall.day(it[0].at)):
        yield Text(f"  {day}", style="dim")
        for event, name in group:
            number = f"#{event.seq}" if numbered else ""
            yield from _event(on, event, number.ljust(begins), name.ljust(width), wall)


def newest_of(events: Sequence[e.Event]) -> list[e.Event]:
    """Return the newest that matter: no deliveries, no rule that did nothing; the last move."""
    said = all_that_matter(events)
    handed = [event for event in said[:-_NEWEST] if event.leads_to]
    return [*handed[-1:], *said[-_NEWEST:]]


def all_that_matter(events: Iterable[e.Event]) -> list[e.Event]:
    """Return the events that people look for: no deliveries, no rule that did nothing."""
    return [event for event in _joined(events) if not _is_quiet(event)]


def _is_quiet(event: e.Event) -> bool:
    did_nothing = event.decides is not None and getattr(event, "action", None) in _QUIET
    return did_nothing or isinstance(event, e.MessageSent)


def _event(on: Ansi, event: e.Event, number: str, name: str, wall: Wall) -> Iterator[Text]:
    time = f"{number}{wall.clock(event.at)}  "
    margin = len(time) + len(name) + 2
    style = "red" if isinstance(event, e.TargetBreached) else ""
    arrow = on.sign("→")
    head, words = one_line(headline(event, wall, arrow)), sanitized(event.written).strip("\n")
    said = list(wrapped(on, head, margin, style))
    said[0] = joined((time, "dim"), (f"{name}  ", "dim"), said[0][margin:])
    beside = Text(f": {words}")
    if words and "\n" not in words and said[-1].cell_len + beside.cell_len <= on.width:
        said[-1] += beside
    elif words:
        said += wrapped(on, words, margin, "")
    yield from said


def wrapped(on: Ansi, text: str, margin: int, style: str) -> Iterator[Text]:
    """Yield harmless text in lines that fit the terminal, each with a margin before it."""
    room = max(on.width - margin, _LEAST_WIDTH)
    for line in Text(text.strip("\n").expandtabs(), style).wrap(room) or [Text()]:
        yield (Text(" " * margin) + line).rstrip()


def _who(event: e.Event) -> str:
    return f"{event.by} ({event.login})" if event.login else event.by


def _joined(events: Iterable[e.Event]) -> Iterator[e.Event]:
    """Leave out a finding where the move that it caused says the same."""
    listed = list(events)
    moves = {event.moves_by for event in listed if event.moves_by}
    fired = {event.decides: event for event in listed if event.decides in moves}
    for event in listed:
        if event.moves_by in fired:
            yield replace(event, notified=fired[event.moves_by].heard_by)
        elif event.decides not in fired:
            yield event
