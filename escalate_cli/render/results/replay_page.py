"""A replay on a page: what would be more, what would be less, and which tickets differ."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from escalate_cli.domain.figures.counted import LOGGED
from escalate_cli.domain.figures.replay_comparison import Pair
from escalate_cli.domain.ticket.events.wording import VERSION, spaced
from escalate_cli.domain.ticket.key import Key
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.styled_text import Text, cell, joined
from escalate_cli.render.parts.screen.text_table import Column, show, table
from escalate_cli.render.parts.words.decision_text import brief
from escalate_cli.render.parts.words.event_text import counted
from escalate_cli.render.parts.words.time_text import Wall, length_of, spell
from escalate_cli.render.parts.words.timeline import wrapped
from escalate_cli.render.results.report_page import left_out

if TYPE_CHECKING:
    from escalate_cli.domain.figures.replay_comparison import Compared, PolicyOutline, ReplayFigures
    from escalate_cli.domain.replay.differences import ReplayDifference
    from escalate_cli.usecases.insight.replay_parts import Replay

    Section = tuple[str, Sequence[Column], list[list[Text]]]

_INDENT: Final = 2
_TRIGGERS: Final = (
    Column("TRIGGER", least=12),
    Column("FIRED"),
    Column("ESCALATED"),
    Column("REMINDERS", turn=2),
    Column("LAPSED", turn=1),
)
_CLOCKS: Final = (
    Column("CLOCK"),
    Column("MET"),
    Column("BREACHED"),
    Column("OPEN"),
    Column("DROPPED", turn=1),
)
_LEVELS: Final = (
    Column("LEVEL", least=8),
    Column("BY POLICY"),
    Column("BY PEOPLE"),
    Column("VISITS", turn=2),
    Column("TIME", turn=1),
)
_PEOPLE: Final = (
    Column("PERSON", least=8),
    Column("TOLD"),
    Column("AT NIGHT", turn=1),
    Column("AT WEEKENDS", turn=2),
    Column("HANDED OVER"),
)
_DIFFERENCES: Final = (
    Column("TICKET"),
    Column("WHEN"),
    Column("WHAT", least=24, folds=True),
    Column("CHANGE", least=12, folds=True),
)


def show_replay(on: Ansi, replay: "Replay", wall: Wall, limit: int = 0) -> None:
    """Print the replay on a few tables; of what differs no more rows than a limit other than 0."""
    lines = list(_head(on, replay, wall))
    for title, columns, rows in _sections(on, replay):
        if rows:
            lines += [cell(""), cell(title, "bold"), *table(on, columns, rows, _INDENT)]
    if replay.differences:
        lines += [cell(""), cell("What differs", "bold"), *_differing(on, replay, wall, limit)]
    show(on, lines)


def _head(on: Ansi, replay: "Replay", wall: Wall) -> Iterator[Text]:
    yield joined(cell("Replay", "bold"), cell(f"  {_tickets(replay, wall)}"))
    beside = f", beside {_version(replay.against)}" if replay.against else ""
    yield cell(f"under {_version(replay.policy)}{beside}", "dim")
    differ, same = replay.differ, replay.tickets - replay.differ
    yield cell(f"{counted(replay.tickets, 'ticket')}: {differ:,} would differ, {same:,} would not")
    yield from left_out(on, replay.left_out, LOGGED)
    for remark in _remarks(replay) if replay.tickets else ():
        yield from wrapped(on, remark, 0, "dim")


def _version(policy: "PolicyOutline") -> str:
    return f"{policy.name} ({policy.id[:VERSION]})"


def _tickets(replay: "Replay", wall: Wall) -> str:
    scope = replay.scope
    if scope.ids:
        return f"the tickets {', '.join(scope.ids)}"
    return f"tickets logged from {wall.span(scope.period.since, scope.period.until)}"


def _remarks(replay: "Replay") -> Iterator[str]:
    """Yield what to know before the figures are believed."""
    met = {
        "moot": replay.moot,
        "met the ticket at another level": replay.elsewhere,
        "would have needed a yes": replay.unasked,
    }
    told = ", ".join(f"{n:,} {what}" for what, n in met.items() if n)
    yield f"of {counted(replay.facts, 'thing')} that people did: {told or 'all as they were'}"
    if replay.imported:
        yield f"{replay.imported} imported: no policy was applied before the import"
    if replay.checked_at is None:
        yield "when somebody last checked is not known: the policy acts up to now"


def _sections(on: Ansi, replay: "Replay") -> Iterator["Section"]:
    figures = replay.figures
    clocks = (replace(clock, name=spaced(clock.name or "")) for clock in figures.clocks)
    yield "Triggers", _TRIGGERS, list(_rows(on, figures.triggers))
    yield "Promises", _CLOCKS, list(_rows(on, clocks, leaving=("breached_open", "no_target")))
    yield "Levels", _LEVELS, list(_rows(on, figures.levels))
    yield "People", _PEOPLE, list(_rows(on, _nights_and_weekends(figures)))


def _nights_and_weekends(figures: "ReplayFigures") -> Iterator["Compared"]:
    """Yield people with how often they were told something while others sleep, or rest."""
    for person in figures.people:
        theirs = [each for each in figures.hours if each.at and each.name == person.name]
        more = {
            "at_night": _sum(each for each in theirs if each.at and each.at.is_at_night),
            "at_weekends": _sum(each for each in theirs if each.at and each.at.is_at_weekend),
        }
        told, handed = (person.figures[figure] for figure in ("told", "handed"))
        yield replace(person, figures={"told": told, **more, "handed": handed})


def _sum(hours: Iterable["Compared"]) -> Pair:
    found = [each.figures["told"] for each in hours]
    before, after = (
        sum(n for pair in found if pair and isinstance(n := getattr(pair, side), int))
        for side in ("before", "after")
    )
    return Pair(before, after)


def _rows(
    on: Ansi, things: Iterable["Compared"], leaving: Sequence[str] = ()
) -> Iterator[list[Text]]:
    """Yield a row for each thing of which a figure is not zero."""
    for thing in things:
        pairs = [pair for name, pair in thing.figures.items() if name not in leaving]
        if any(pair and (pair.before or pair.after) for pair in pairs):
            yield [cell(thing.name or "(others)"), *(_change(on, pair) for pair in pairs)]


def _change(on: Ansi, pair: Pair | None) -> Text:
    """Write what stays dim, and what changes as two values."""
    if pair is None:
        return cell("-", "dim")
    before, after = _amount(pair.before), _amount(pair.after)
    return cell(before, "dim") if before == after else cell(f"{before} {_arrow(on)} {after}")


def _amount(n: int | timedelta) -> str:
    return length_of(n) if isinstance(n, timedelta) else f"{n:,}"


def _arrow(on: Ansi) -> str:
    return on.sign("→")


def _differing(on: Ansi, replay: "Replay", wall: Wall, limit: int) -> Iterator[Text]:
    """Yield what differs; what is frequent and tells little is only counted."""
    kinds = Counter(map(_minor, replay.differences))
    found = [each for each in replay.differences if not _minor(each)]
    shown = found[:limit] if limit else found
    if shown:
        yield from table(on, _DIFFERENCES, [_row(on, each, wall) for each in shown], _INDENT)
    more = len(found) - len(shown)
    if more:
        yield cell(f"  and {more:,} more; --limit 0 shows them", "dim")
    for kind in sorted(filter(None, kinds)):
        yield cell(f"  and {counted(kinds[kind], kind)}", "dim")


def _minor(difference: "ReplayDifference") -> str:
    """Name the kind of a difference that is only counted; nothing for one that is shown."""
    decision = difference.decision
    if decision.type == "close" or decision.action == "ticket_closed":
        return "closing"
    return "reminder" if Key.parse(decision.key).is_reminder else ""


def _row(on: Ansi, difference: "ReplayDifference", wall: Wall) -> list[Text]:
    decision = difference.decision
    return [
        cell(decision.ticket, "bold"),
        cell(wall.time(decision.noticed_at)),
        cell(brief(decision, _arrow(on))),
        cell(_how(on, difference)),
    ]


def _how(on: Ansi, difference: "ReplayDifference") -> str:
    before, after = difference.before, difference.after
    if before is None or after is None:
        return difference.change
    if difference.change != "other":
        return f"{spell(after.noticed_at - before.noticed_at)} {difference.change}"
    was, would_be = (brief(each, _arrow(on)) for each in (before, after))
    told = ", ".join(before.notified) or "nobody"
    return f"had told {told}" if was == would_be else f"was: {was}"
