"""What `policy replay` answers: a document, a row for each figure and difference, or a page."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from escalate_cli.domain.figures.replay_comparison import Compared, Pair
from escalate_cli.domain.replay.differences import ReplayDifference
from escalate_cli.domain.time.opening_hours import WEEKDAYS
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.data.json_values import SCHEMA, document, stored
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.render.parts.words.decision_text import brief
from escalate_cli.usecases.insight.replay_parts import Replay

Row = tuple[str, str, str, object, object, object]
"""A figure, or a thing that differs: before, after, and how they differ."""

_VERSION: Final = stored("id", "name")
_TICKETS: Final = stored("n=tickets", "differ", "imported")
_FACTS: Final = stored("n=facts", "moot", "elsewhere", "unasked")
_THINGS: Final = {"triggers": "trigger", "clocks": "clock", "levels": "level", "people": "person"}
"""What is compared, and what one of it is called."""

_HOUR: Final = stored("weekday", "hour")
_SIDE: Final = stored("at=noticed_at", "since", "action", "from=origin", "to", "notified")


class ReplayResult(Document[Replay]):
    """What would have gone differently.

    Args:
        limit: how many differences a page shows; 0 is all.
    """

    columns = ("section", "name", "figure", "before", "after", "change")

    def __init__(self, replay: Replay, limit: int = 0) -> None:
        super().__init__(replay)
        self._limit = limit

    def document(self) -> dict[str, object]:
        """Return the replay as JSON has it."""
        replay, scope = self.value, self.value.scope
        period = None if scope.ids else scope.period
        return {
            "schema": SCHEMA,
            "now": plain(replay.now),
            "since": plain(period and period.since),
            "until": plain(period and period.until),
            "policy": document(_VERSION, replay.policy),
            "against": document(_VERSION, replay.against) if replay.against else None,
            "checked_at": plain(replay.checked_at),
            "tickets": {**document(_TICKETS, replay), "left_out": replay.left_out},
            "facts": document(_FACTS, replay),
            **_pairs(replay.figures.all),
            **{
                things: [_compared(thing, each) for each in getattr(replay.figures, things)]
                for things, thing in _THINGS.items()
            },
            "hours": [_hour(each) for each in replay.figures.hours],
            "differences": [_encoded(each) for each in replay.differences],
        }

    def rows(self) -> Iterator[Row]:
        """Return each figure, then each thing that differs."""
        replay = self.value
        alone: dict[str, Mapping[str, object]] = {
            "tickets": document(_TICKETS, replay),
            "left_out": replay.left_out,
            "facts": document(_FACTS, replay),
        }
        for section, counts in alone.items():
            for figure, value in counts.items():
                yield section, "", figure, None, value, None
        yield from _rows("all", "", replay.figures.all)
        for things, thing in _THINGS.items():
            for each in getattr(replay.figures, things):
                yield from _rows(thing, each.name or "", each.figures)
        for each in replay.figures.hours:
            yield from _rows("hour", each.name or "", each.figures, _said_hour(each))
        yield from map(_row, replay.differences)

    def page(self, printer: Printer) -> None:
        """Show tables that fit a screen."""
        from escalate_cli.render.results import replay_page  # noqa: PLC0415 - start-up time

        replay_page.show_replay(printer.writer.ink, self.value, printer.wall, self._limit)


def _compared(thing: str, each: Compared) -> dict[str, object]:
    ladder = {"ladder": each.ladder} if each.ladder else {}
    return {**ladder, thing: each.name, **_pairs(each.figures)}


def _pairs(figures: Mapping[str, Pair | None]) -> dict[str, object]:
    return {"spent_seconds" if n == "spent" else n: plain(pair) for n, pair in figures.items()}


def _encoded(difference: ReplayDifference) -> msgspec.Raw:
    """Return one of perhaps very many documents in the least room."""
    return msgspec.Raw(msgspec.json.encode(_difference(difference)))


def _difference(difference: ReplayDifference) -> dict[str, object]:
    decision, before, after = difference.decision, difference.before, difference.after
    later = after.noticed_at - before.noticed_at if before and after else None
    return {
        **document(stored("ticket", "key", "trigger", "type"), decision),
        "change": difference.change,
        "later_seconds": plain(later),
        "before": document(_SIDE, before) if before else None,
        "after": document(_SIDE, after) if after else None,
    }


def _hour(each: Compared) -> dict[str, object]:
    at = document(_HOUR, each.at) if each.at else {}
    return {"person": each.name, **at, **_pairs(each.figures)}


def _said_hour(each: Compared) -> str:
    """Write an hour of the week in a word, as in mon-09."""
    return f"{WEEKDAYS[each.at.weekday - 1]}-{each.at.hour:02}" if each.at else ""


def _rows(
    section: str, name: str, figures: Mapping[str, Pair | None], called: str = ""
) -> Iterator[Row]:
    for figure, pair in _pairs(figures).items():
        match pair:
            case {"before": int() | float() as before, "after": int() | float() as after}:
                yield (section, name, called or figure, before, after, after - before)


def _row(difference: ReplayDifference) -> Row:
    before, after = difference.before, difference.after
    return (
        "difference",
        difference.decision.ticket,
        brief(difference.decision),
        before.noticed_at if before else None,
        after.noticed_at if after else None,
        difference.change,
    )
