"""Tickets behind figures: which ones a count is made of, and how much of it each brings."""

from array import array
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from operator import attrgetter
from typing import Final, NamedTuple

import msgspec

from escalate_cli.domain.figures.addable import Addable
from escalate_cli.domain.figures.period_figures import REVIEW_COUNTS, PeriodFigures

_CLOCK: Final = (
    *("runs", "judged", "met", "breached", "breached_open", "running", "dropped"),
    *("no_target", "excused"),
)
_RULE: Final = (
    *("n", "tickets", "acted", "nobody_acted", "pending"),
    *("lapsed", "superseded", "satisfied", "unanswered"),
)
_OFTEN: Final = ("n", "tickets")
_CAUSE: Final = "root_cause"
_FACTOR: Final = "factor"


class FigureName(NamedTuple):
    """Where a figure stands in a report: `clock`, `resolve`, `breached`."""

    section: str
    name: str
    figure: str


class Behind(msgspec.Struct, frozen=True):
    """A figure, and the tickets behind it.

    Attributes:
        tickets: their ids, each with how many of the things counted are its own.
    """

    of: FigureName
    n: int
    tickets: tuple[tuple[str, int], ...]


class BehindTally(Addable):
    """Remembers of each count which tickets it is made of; 16 bytes a ticket and figure."""

    def __init__(self) -> None:
        self._ids: dict[FigureName, list[str]] = defaultdict(list)
        self._shares: dict[FigureName, array[int]] = defaultdict(partial(array, "q"))

    def add(self, ticket_id: str, figures: PeriodFigures) -> None:
        """Take the figures of one ticket alone."""
        for name, n in counts(figures):
            if n:
                self._ids[_key(name)].append(ticket_id)
                self._shares[_key(name)].append(n)

    def figures(self, total: PeriodFigures) -> tuple[Behind, ...]:
        """Return the tickets behind each count of all of them that is not 0."""
        return tuple(
            Behind(
                name, n, tuple(zip(self._ids[_key(name)], self._shares[_key(name)], strict=True))
            )
            for name, n in counts(total)
            if n
        )


def _key(name: FigureName) -> FigureName:
    """Return by what figures are one; a cause is, however it is spelled."""
    return name._replace(name=name.name.casefold()) if name.section in {_CAUSE, _FACTOR} else name


def counts(figures: PeriodFigures) -> Iterator[tuple[FigureName, int]]:
    """Yield every count of a report; those of single tickets add up to those of all of them."""
    yield FigureName("tickets", "", "n"), figures.tickets
    yield from _of("tickets", "", figures, ("open", "imported"))
    for clock in figures.clocks:
        yield from _of("clock", clock.clock, clock, _CLOCK)
    yield from _of("escalations", "", figures.escalations, _OFTEN)
    for move in figures.by_ladder:
        yield FigureName("escalations_by_ladder", f"{move.ladder}/{move.mode}", "n"), move.n
    for move in figures.by_trigger:
        yield FigureName("escalations_by_trigger", move.reason, "n"), move.n
    for rule in figures.rules:
        yield from _of("trigger", rule.name, rule, _RULE)
    for level in figures.levels:
        yield from _of("level", level.level, level, ("visits", "still_there"))
    for name in ("reopenings", "returns", "complaints", "repeat_complaints"):
        yield from _of(name, "", getattr(figures, name), _OFTEN)
    yield from _of("reviews", "", figures.reviews, REVIEW_COUNTS)
    for cause in figures.reviews.root_causes:
        yield FigureName(_CAUSE, cause.root_cause, "n"), cause.n
    for each in figures.reviews.factors:
        yield FigureName(_FACTOR, each.factor, "n"), each.n


def _of(
    section: str, name: str, thing: object, figures: tuple[str, ...]
) -> Iterator[tuple[FigureName, int]]:
    for figure in figures:
        yield FigureName(section, name, figure), attrgetter(figure)(thing)
