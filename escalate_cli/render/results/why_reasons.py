"""Reasons of `why`: rows of the policy, words of people, waits, and what held a rule."""

from collections.abc import Iterator
from typing import Final

from escalate_cli.domain.engine.clock_breakdown import ClockBreakdown
from escalate_cli.domain.engine.clock_reasons import DutyWord, TargetRow, WaitsOn
from escalate_cli.domain.ticket.events import kind_of
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.time.plain_values import plain
from escalate_cli.render.parts.data.json_values import Fields, stored
from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.folding import folded
from escalate_cli.render.parts.screen.styled_text import Text, cell
from escalate_cli.render.parts.screen.text_table import Column, table
from escalate_cli.render.parts.words.event_text import headline
from escalate_cli.render.parts.words.time_text import Wall, exact
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.insight.why import Explanation

_WORDS: Final = (
    Column("AT"),
    Column("BY"),
    Column("PARTY"),
    Column("SAID OR DID", least=16, folds=True),
    Column("WHICH", least=12, folds=True),
)
_UNDONE: Final = (
    Column("AT"),
    Column("BY"),
    Column("WHAT", least=16, folds=True),
    Column("WHY", least=12, folds=True),
)
_EFFECTS: Final = {
    "begins": "begins it",
    "meets": "meets it",
    "late": "does it, too late",
    "ends": "ends it unjudged",
}
_HOLDERS: Final = {"wait": "the wait", "own": "its requester, who has it"}

WORD: Final[Fields[DutyWord]] = {
    **stored("event.at", "event.by", "event.party"),
    "kind": lambda word: kind_of(word.event),
    **stored("effect", "reason"),
}
ROW: Final[Fields[TargetRow]] = {
    **stored("since", "row"),
    "when": lambda row: row.when.wording if row.row else None,
    "target_seconds": lambda row: plain(row.target and row.target.within),
    "agreed_due_at": lambda row: plain(row.target and row.target.agreed),
}


UNDONE: Final = stored("at", "by", "change=undone", "missed", "message")


def held(by: Held | None) -> dict[str, object] | None:
    """Return what held a finding as JSON has it."""
    return (
        None if by is None else {"kind": by.kind, "from": plain(by.since), "until": plain(by.until)}
    )


def row_lines(on: Ansi, breakdown: ClockBreakdown, wall: Wall, indent: int) -> Iterator[Text]:
    """Yield a line for each row of the policy, or agreed date, that gave a clock its target."""
    for row in breakdown.rows:
        since = wall.time(row.since)
        if row.target is None:
            said = f"no target since {since}"
        elif row.target.agreed is not None:
            said = f"target {wall.full(row.target.agreed)} since {since}, as it was agreed"
        else:
            target = exact(row.target.within)
            asked = row.when.wording or "every ticket"
            said = f"target {target} since {since}, by row {row.row} of the targets: {asked}"
        yield from (cell(line, "dim") for line in folded(said, on.width, indent))


def word_lines(on: Ansi, breakdown: ClockBreakdown, wall: Wall, indent: int) -> list[Text]:
    """Lay out who said or did what, for whom, and what that was to a clock."""
    arrow = on.sign("→")
    rows = [_word(word, wall, arrow) for word in breakdown.words]
    return table(on, _WORDS, rows, indent) if rows else []


def _word(word: DutyWord, wall: Wall, arrow: str) -> list[Text]:
    event = word.event
    effect = _EFFECTS.get(word.effect) or f"meets nothing: {word.reason}"
    if word.effect == "ends" and word.reason:
        effect = f"ends it: {word.reason}"
    style = "dim" if word.effect == "nothing" else ""
    said = (wall.time(event.at), event.by, event.party or "-", headline(event, wall, arrow), effect)
    return [cell(text, style) for text in said]


def undone_lines(on: Ansi, why: Explanation, wall: Wall, indent: int) -> list[Text]:
    """Lay out what was taken back, by whom and why."""
    rows = [
        [cell(text) for text in (wall.time(x.at), x.by, headline(x, wall), one_line(x.message))]
        for x in why.undone
    ]
    return [cell("Undone", "bold"), *table(on, _UNDONE, rows, indent)]


def waiting(on: WaitsOn | None, wall: Wall) -> str:
    """Say what a clock waits on that stands still."""
    if on is None or on.kind == "own":
        return "the requester has it"
    until = f" until {wall.time(on.until)}" if on.until else ""
    moved = f", also at {', '.join(on.moved_to)}" if on.moved_to else ""
    return f"waiting for {on.waiting_for}{until}{moved}"


def holder(by: Held | None, wall: Wall) -> str:
    """Say what held a finding, and how long."""
    if by is None:
        return ""
    lasted = f"until {wall.time(by.until)}" if by.until else f"since {wall.time(by.since)}"
    return f"held by {_HOLDERS.get(by.kind, by.kind)} {lasted}"
