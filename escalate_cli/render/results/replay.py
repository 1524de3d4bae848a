"""What `policy replay` answers: a document, a row for each figure and difference, or a page."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from escalate_cli.domain.engine.decision import Decision
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.replay.differences import ReplayDifference
from escalate_cli.render.parts.event_text import move
from escalate_cli.render.parts.json_values import SCHEMA, plain
from escalate_cli.render.parts.printer import Printer
from escalate_cli.render.parts.result import Document
from escalate_cli.usecases.insight.replay import Replay
from escalate_cli.usecases.insight.replay_figures import ClockPair, LevelCounts

Row = tuple[str, str, str, object, object, object]
"""A figure, or a thing that differs: before, after, and how they differ."""

FATES: Final = ("met", "breached", "breached_open", "running", "dropped", "no_target")


class ReplayResult(Document):
    """What would have gone differently.

    Args:
        limit: how many differences a page shows; 0 is all.
    """

    columns = ("section", "name", "figure", "before", "after", "change")

    def __init__(self, replay: Replay, limit: int = 0) -> None:
        self._replay = replay
        self._limit = limit

    def document(self) -> dict[str, object]:
        """Return the replay as JSON has it."""
        return replay_document(self._replay)

    def rows(self) -> Iterator[Row]:
        """Return each figure, then each thing that differs."""
        return replay_rows(self._replay)

    def page(self, printer: Printer) -> None:
        """Show tables that fit a screen."""
        from escalate_cli.render.results.replay_page import (  # noqa: PLC0415 - start-up time
            show_replay,
        )

        show_replay(printer.writer.console, self._replay, printer.wall, self._limit)


def replay_document(replay: Replay) -> dict[str, object]:
    """Return the replay as JSON has it."""
    scope = replay.scope
    period = None if scope.ids else scope.period
    return {
        "schema": SCHEMA,
        "now": plain(replay.now),
        "since": plain(period.since) if period else None,
        "until": plain(period.until) if period else None,
        "policy": _version(replay.policy),
        "against": _version(replay.against) if replay.against else None,
        "checked_at": plain(replay.checked_at),
        "tickets": {**_tickets(replay), "left_out": _left_out(replay)},
        "facts": _facts(replay),
        "decisions": plain(replay.decisions),
        "requests": plain(replay.requests),
        "triggers": [plain(rule) for rule in replay.triggers],
        "clocks": [_clock(pair) for pair in replay.clocks],
        "levels": [_level(level) for level in replay.levels],
        "people": [plain(person) for person in replay.people],
        "differences": [_encoded(each) for each in replay.differences],
    }


def _version(policy: Policy) -> dict[str, str]:
    return {"id": policy.id, "name": policy.name}


def _tickets(replay: Replay) -> dict[str, int]:
    return {"n": replay.tickets, "differ": replay.differ, "imported": replay.imported}


def _left_out(replay: Replay) -> dict[str, int]:
    return {
        "outside": replay.outside,
        "unmatched": replay.unmatched,
        "withdrawn": replay.withdrawn,
        "damaged": replay.damaged,
    }


def _facts(replay: Replay) -> dict[str, int]:
    return {
        "n": replay.facts,
        "moot": replay.moot,
        "elsewhere": replay.elsewhere,
        "unasked": replay.unasked,
    }


def _clock(pair: ClockPair) -> dict[str, object]:
    return {"clock": pair.before.clock, **_fates(pair)}


def _fates(pair: ClockPair) -> dict[str, object]:
    return {
        fate: {"before": getattr(pair.before, fate), "after": getattr(pair.after, fate)}
        for fate in FATES
    }


def _level(level: LevelCounts) -> dict[str, object]:
    return {"ladder": level.ladder, "level": level.level, **_arrivals(level)}


def _arrivals(level: LevelCounts) -> dict[str, object]:
    spent = {"before": plain(level.spent_before), "after": plain(level.spent_after)}
    return {
        "automatic": plain(level.automatic),
        "manual": plain(level.manual),
        "visits": plain(level.visits),
        "spent_seconds": spent if level.visits else None,
    }


def _encoded(difference: ReplayDifference) -> msgspec.Raw:
    """Return one of perhaps very many documents in the least room."""
    return msgspec.Raw(msgspec.json.encode(_difference(difference)))


def _difference(difference: ReplayDifference) -> dict[str, object]:
    decision, before, after = difference.decision, difference.before, difference.after
    later = after.noticed_at - before.noticed_at if before and after else None
    return {
        "ticket": decision.ticket,
        "key": decision.key,
        "trigger": decision.trigger,
        "type": decision.type,
        "change": difference.change,
        "later_seconds": plain(later),
        "before": _side(before),
        "after": _side(after),
    }


def _side(decision: Decision | None) -> dict[str, object] | None:
    if decision is None:
        return None
    return {
        "at": plain(decision.noticed_at),
        "since": plain(decision.since),
        "action": decision.action,
        "from": decision.origin,
        "to": decision.to,
        "notified": plain(decision.notified),
    }


def replay_rows(replay: Replay) -> Iterator[Row]:
    """Yield a row for each figure, then one for each thing that differs."""
    alone = {"tickets": _tickets(replay), "left_out": _left_out(replay), "facts": _facts(replay)}
    for section, figures in alone.items():
        for figure, value in figures.items():
            yield (section, "", figure, None, value, None)
    totals = {"decisions": plain(replay.decisions), "requests": plain(replay.requests)}
    yield from _rows("all", "", totals)
    for rule in replay.triggers:
        figures_of = {"fired": rule.fired, "escalated": rule.escalated}
        others = {"reminders": rule.reminders, "lapsed": rule.lapsed}
        counts = {name: plain(count) for name, count in (figures_of | others).items()}
        yield from _rows("trigger", rule.trigger, counts)
    for pair in replay.clocks:
        yield from _rows("clock", pair.before.clock, _fates(pair))
    for level in replay.levels:
        yield from _rows("level", level.level, _arrivals(level))
    for person in replay.people:
        counts = {"told": plain(person.told), "handed": plain(person.handed)}
        yield from _rows("person", person.person or "", counts)
    for difference in replay.differences:
        yield _row(difference)


def _rows(section: str, name: str, figures: Mapping[str, object]) -> Iterator[Row]:
    for figure, pair in figures.items():
        match pair:
            case {"before": int() | float() as before, "after": int() | float() as after}:
                yield (section, name, figure, before, after, after - before)


def _row(difference: ReplayDifference) -> Row:
    before, after = difference.before, difference.after
    return (
        "difference",
        difference.decision.ticket,
        said(difference.decision),
        before.noticed_at if before else None,
        after.noticed_at if after else None,
        difference.change,
    )


def said(decision: Decision, arrow: str = "->") -> str:
    """Say in a few words what a decision did, or what somebody did."""
    if decision.type == "breach":
        return f"{decision.trigger} breached"
    done = move(decision.origin, decision.to, arrow) if decision.to else ""
    if decision.action == "escalated" and done:
        return f"{decision.trigger} {done}"
    told = ",".join(decision.notified)
    return " ".join(part for part in (decision.trigger, decision.action, told) if part)
