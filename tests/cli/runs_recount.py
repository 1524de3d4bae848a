"""A recount of runs of clocks, stays at levels and turns of people, from what `show --json` says.

It knows by itself what the sample policy `it-support` promises, and uses no code of the program.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.cli.recount import FEW, spread

BERLIN = ZoneInfo("Europe/Berlin")
EPOCH = datetime(1970, 1, 1, tzinfo=BERLIN)
EASTER = {2015: "0405", 2016: "0327", 2017: "0416", 2025: "0420", 2026: "0405", 2027: "0328"}
FREE = {"0101", "0501", "1003", "1225", "1226"}
HOURS = ((time(9), time(12, 30)), (time(13, 30), time(17)))
MINUTE, HOUR = 60, 3600
PROMISES: Mapping[str, Mapping[str, int]] = {
    "first_response": {"P1": 15 * MINUTE, "P2": HOUR, "P3": 4 * HOUR, "P4": 4 * HOUR},
    "acknowledge": {"P1": 15 * MINUTE, "P2": HOUR},
    "update": {"P1": 30 * MINUTE},
    "level": {},
    "resolve": {"P1": 4 * HOUR, "P2": 8 * HOUR, "P3": 24 * HOUR, "P4": 24 * HOUR},
}
"""What is promised of each clock, in seconds; P1 around the clock, others in the hours above."""

WHOLE_LIFE = {"level", "resolve"}
"""Clocks that count time without a target, too."""


@dataclass
class Run:
    """A run of a clock: at which level, in which cycle, and whether what was owed was done."""

    clock: str
    level: str
    cycle: int
    cycle_began: datetime
    began: datetime
    ended: datetime | None = None
    is_done: bool = False
    is_excused: bool = False
    seconds: int = 0
    target: int | None = None
    is_late: bool = False

    @property
    def fate(self) -> str:
        """Say what became of it."""
        if self.is_late:
            return "excused" if self.is_excused else "breached"
        if self.target is None:
            return "no_target"
        return "running" if self.ended is None else "met" if self.is_done else "dropped"


class Piece(NamedTuple):
    """A part of a run in which nothing changed; one of an instant does not last."""

    priority: str
    seconds: int
    lasts: bool
    runs: bool


@dataclass
class Turn:
    """How long a person had a ticket until they said something, and what ended that."""

    person: str
    cycle_began: datetime
    began: datetime
    how: str = "open"
    seconds: int = 0


@dataclass
class Life:
    """What is counted while the events of a ticket go by."""

    now: datetime
    runs: list[Run] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    cycles: list[list[datetime | None]] = field(default_factory=list)
    times: list[tuple[datetime, str, bool]] = field(default_factory=list)
    moves: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    level: str = ""
    owner: str | None = None
    arrived: datetime = EPOCH
    turn: Turn | None = None

    def begin(self, at: datetime, *clocks: str) -> None:
        """Let clocks begin in the present cycle."""
        [began, _] = self.cycles[-1]
        assert began is not None
        of = (self.level, len(self.cycles), began, at)
        self.runs += [Run(clock, *of) for clock in clocks]

    def end(self, at: datetime, *clocks: str, done: bool) -> None:
        """End those clocks that are owed."""
        for run in self.runs:
            if run.clock in clocks and run.ended is None:
                run.ended, run.is_done = at, done

    def stand(self, at: datetime, *, priority: str | None = None, waits: bool = False) -> None:
        """Keep by what time counts from an instant on."""
        self.times.append((at, priority or self.times[-1][1], waits))

    def time_of(self, run: Run) -> Iterator[Piece]:
        """Yield the pieces of a run: under which priority it ran, or stood, for how long.

        Nothing is promised of a stay at a level: all of it counts as its ticket was called last.
        """
        ended = run.ended or self.now
        last = [priority for since, priority, _ in self.times if since <= ended][-1]
        for (since, priority, waits), (until, _, _) in pairwise(
            [*self.times, (self.now, "", False)]
        ):
            start, end = max(since, run.began), min(until, ended)
            runs = start < end and (run.clock == "acknowledge" or not waits)
            of = last if run.clock == "level" else priority
            if start <= end:
                yield Piece(
                    priority, open_seconds(start, end, of) if runs else 0, start < end, runs
                )


def life_of(ticket: Mapping[str, Any], now: datetime) -> Life:
    """Live through the events of a ticket again."""
    life = Life(now)
    for event in ticket["events"]:
        at = instant(event["at"])
        _speak(life, ticket, event, at)
        _work(life, event, at)
        life.moves.append((event["kind"], _began(life, at), at))
        _hand_over(life, ticket, event, at)
    for run in life.runs:
        _judge(run, list(life.time_of(run)))
    life.runs = [run for run in life.runs if run.clock != "level" or run.ended != run.began]
    return life


def _judge(run: Run, pieces: Sequence[Piece]) -> None:
    """Count the time of a run that counts, under the target of each piece in which it ran.

    A run that is over is judged by the target under which it ran last, if it ever did; one that
    stood still all the time by that under which it stood last.
    """
    promised = PROMISES[run.clock]
    for piece in pieces:
        target = promised.get(piece.priority)
        if target is not None or run.clock in WHOLE_LIFE:
            run.seconds += piece.seconds
        run.is_late |= piece.runs and target is not None and run.seconds > target
    lasting = [piece for piece in pieces if piece.lasts]
    ran = [piece for piece in lasting if piece.runs]
    last = (pieces if run.ended is None else ran or lasting or pieces)[-1]
    run.target = promised.get(last.priority)


def _work(life: Life, event: Mapping[str, Any], at: datetime) -> None:
    """Begin and end the clocks, as an event does."""
    kind = event["kind"]
    if kind in {"ticket_logged", "ticket_reopened"}:
        life.level, life.arrived = event.get("level") or life.level, at
        life.cycles.append([at, None])
        life.stand(at, priority=event.get("priority"))
        life.begin(at, *PROMISES)
    elif kind == "ticket_returned" or event.get("ladder") == "functional":
        if kind in {"ticket_returned", "ticket_escalated"}:
            life.level, life.arrived = event["to"], at
            life.end(at, "acknowledge", "level", done=False)
            life.begin(at, "acknowledge", "level")
    elif kind in {"ticket_acknowledged", "ticket_paused"}:
        life.end(at, "acknowledge", "first_response", done=True)
        life.stand(at, waits=kind == "ticket_paused")
    elif kind == "ticket_resumed":
        life.stand(at)
    elif kind == "ticket_edited" and "priority" in event["changes"]:
        life.stand(at, priority=event["changes"]["priority"], waits=life.times[-1][2])
    elif kind == "ticket_resolved":
        life.end(at, "resolve", done=True)
        life.end(at, *PROMISES, done=False)
        life.cycles[-1][1] = at
        life.stand(at)
    elif kind == "breach_excused":
        for run in life.runs:
            run.is_excused |= (run.clock, run.cycle) == (event["clock"], event["cycle"])


def _speak(life: Life, ticket: Mapping[str, Any], event: Mapping[str, Any], at: datetime) -> None:
    """Take a word that the requester can read; it ends the turn of whoever says it."""
    if not is_answer(event) or life.cycles[-1][1]:
        return
    life.end(at, "first_response", "update", done=True)
    life.begin(at, "update")
    by = event["by"]
    if life.turn and by == life.turn.person:
        _end_turn(life, at, "answered")
    elif life.owner is None and by != ticket["source"]:
        life.turn = Turn(by, _began(life, life.arrived), life.arrived)
        life.turns.append(life.turn)
        _end_turn(life, at, "answered")


def is_answer(event: Mapping[str, Any]) -> bool:
    """Tell whether the team says something in public."""
    if event["kind"] == "ticket_paused":
        return event["party"] == "team" and bool(event["message"])
    is_public = event["kind"] == "note_added" and event["public"] and not event["from_requester"]
    return bool(is_public and event["party"] in {None, "team"})


def _hand_over(
    life: Life, ticket: Mapping[str, Any], event: Mapping[str, Any], at: datetime
) -> None:
    """Give the ticket to whom an event gives it; what is resolved nobody has."""
    kind, before = event["kind"], life.owner
    moves = {"ticket_logged", "ticket_assigned", "ticket_returned"}
    if kind in moves or (kind == "ticket_escalated" and event["ladder"] == "functional"):
        life.owner = event["owner"]
    elif kind in {"ticket_acknowledged", "ticket_paused"} and event["by"] != ticket["source"]:
        life.owner = event["by"] if event.get("take") else life.owner or event["by"]
    if kind == "ticket_resolved" and life.turn:
        _end_turn(life, at, "resolved")
    if kind != "ticket_reopened" and (life.owner == before or life.cycles[-1][1]):
        return
    if life.turn:
        _end_turn(life, at, "handed_on")
    if life.owner:
        life.turn = Turn(life.owner, _began(life, at), at)
        life.turns.append(life.turn)


def _end_turn(life: Life, at: datetime, how: str) -> None:
    assert life.turn is not None
    priority = life.times[-1][1]
    life.turn.how, life.turn.seconds = how, open_seconds(life.turn.began, at, priority)
    life.turn = None


def _began(life: Life, at: datetime) -> datetime:
    return max(began for began, _ in life.cycles if began and began <= at)


def open_seconds(began: datetime, ended: datetime, priority: str) -> int:
    """Count the time between instants on the calendar of a priority."""
    if priority == "P1":
        return int((ended - began).total_seconds())
    day, length = began.astimezone(BERLIN).date(), 0.0
    while day <= ended.astimezone(BERLIN).date():
        for opens, closes in () if is_free(day) else HOURS:
            start = max(began, datetime.combine(day, opens, BERLIN))
            end = min(ended, datetime.combine(day, closes, BERLIN))
            length += max((end - start).total_seconds(), 0)
        day += timedelta(days=1)
    return int(length)


def is_free(day: date) -> bool:
    """Tell whether nobody works on a day: a weekend, or a holiday of all of Germany."""
    easter = datetime.strptime(f"{day.year}{EASTER[day.year]}+0000", "%Y%m%d%z").date()
    is_feast = (day - easter).days in {-2, 1, 39, 50}
    return day.isoweekday() > 5 or f"{day:%m%d}" in FREE or is_feast


def instant(text: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(text)


def clock_figures(runs: Iterable[Run], name: str) -> dict[str, object]:
    """Sum up the runs of a clock as JSON names them."""
    mine = [run for run in runs if run.clock == name]
    fates = Counter(run.fate for run in mine)
    judged = fates["met"] + fates["breached"]
    done = [run for run in mine if run.is_done and run.target is not None]
    targets = {run.target for run in done}
    return {
        "clock": name,
        "runs": len(mine),
        "judged": judged,
        **{fate: fates[fate] for fate in ("met", "breached", "running", "dropped")},
        "breached_open": sum(run.fate == "breached" and run.ended is None for run in mine),
        "no_target": fates["no_target"],
        "excused": fates["excused"],
        "met_share": round(fates["met"] / judged, 3) if judged >= FEW else None,
        "target_seconds": targets.pop() if len(targets) == 1 else None,
        "elapsed": spread(sorted(run.seconds for run in done)),
    }


def level_figures(runs: Iterable[Run]) -> list[dict[str, object]]:
    """Sum up the stays at each level."""
    stays = [run for run in runs if run.clock == "level"]
    whole = sum(run.seconds for run in stays)
    return [
        {
            "level": level,
            "visits": len(mine),
            "still_there": sum(run.ended is None for run in mine),
            "spent_seconds": sum(run.seconds for run in mine),
            "share": round(sum(run.seconds for run in mine) / whole, 3)
            if whole and len(stays) >= FEW
            else None,
            "each": spread(sorted(run.seconds for run in mine if run.ended)),
        }
        for level in sorted({run.level for run in stays})
        for mine in [[run for run in stays if run.level == level]]
    ]


def response_figures(turns: Sequence[Turn]) -> dict[str, object]:
    """Sum up the turns of a person."""
    ends = Counter(turn.how for turn in turns)
    took = [turn.seconds for turn in turns if turn.how in {"answered", "handed_on"}]
    hows = ("answered", "handed_on", "resolved", "open")
    return {
        "given": len(turns),
        **{how: ends[how] for how in hows},
        "elapsed": spread(sorted(took)),
    }
