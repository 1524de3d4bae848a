"""What it costs to say who is on duty, and to be silent during planned work."""

from collections.abc import Iterator
from pathlib import Path

from bench import Row
from bench._program import floor, on
from bench._room import room
from bench._stores import DAY, filled
from bench._timing import Command, least, run

TURNS = 7
PEOPLE, LAYERS, TICKETS = 20, 12, 1_000
MOST = 3
"""Times the floor, for 52 weeks of a large plan."""
OLD, SAME = 1.2, (0.8, 1.2)
"""Times what turns since this year cost, and what an idle check costs."""

_POLICY = """\
version: 1
timezone: Europe/Berlin
calendars: {{nights: {{mon-sun: ["00:00-06:00", "22:00-24:00"]}}}}
priorities: [P1, P2]
default_priority: P2
people: {{{people}}}
teams:
  front:
    members: [{members}]
    duty:
{layers}
ladders: {{functional: [{{level: L1, team: front}}]}}
"""


def measure() -> list[Row]:
    """Ask for a year of a large plan and for turns of any age; check a store in maintenance."""
    large = _planned("large", [_layer(number) for number in range(LAYERS)])
    daily = {year: _planned(f"since {year}", [_daily(year)]) for year in (2000, 2026)}
    commands: dict[str, Command] = {
        "floor": lambda _turn: floor(),
        "year": lambda _turn: on(large, "oncall", "front", "--for", "52w"),
        "old": lambda _turn: on(daily[2000], "oncall", "front"),
        "new": lambda _turn: on(daily[2026], "oncall", "front"),
    }
    return [*_of_plans(least(commands, TURNS)), _of_maintenance()]


def _of_plans(seconds: dict[str, float]) -> Iterator[Row]:
    ratio = seconds["year"] / seconds["floor"]
    what = f"oncall --for 52w, {PEOPLE} people in {LAYERS} layers"
    yield Row(what, f"{ratio:.2f} x floor", f"{MOST} x floor", ok=ratio <= MOST)
    ratio = seconds["old"] / seconds["new"]
    what = "oncall, daily turns since 2000 beside since this year"
    yield Row(what, f"{ratio:.2f} x", f"{OLD} x", ok=ratio <= OLD)


def _of_maintenance() -> Row:
    idle, silent = filled(room() / "idle", TICKETS), filled(room() / "silent", TICKETS, age=5 * DAY)
    run(on(silent, "maintenance", "add", "--when", "status:open", "--until", "+20d"))
    seconds = least(
        {"idle": lambda _turn: on(idle, "check"), "silent": lambda _turn: on(silent, "check")},
        TURNS,
    )
    ratio = seconds["silent"] / seconds["idle"]
    what = f"check, {TICKETS:,} late tickets in maintenance beside as many new ones"
    least_of, most = SAME
    return Row(what, f"{ratio:.2f} x", f"{least_of} to {most} x", ok=least_of <= ratio <= most)


def _planned(name: str, layers: list[str]) -> Path:
    store = room() / f"plan {name}"
    store.mkdir()
    names = [f"p{number}" for number in range(PEOPLE)]
    text = _POLICY.format(
        people=", ".join(f"{each}: {{}}" for each in names),
        members=", ".join(names),
        layers="\n".join(f"      - {layer}" for layer in layers),
    )
    file = store / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return store


def _layer(number: int) -> str:
    """Write a layer with turns of a length and hours of its own."""
    turns = ", ".join(f"p{(number + each) % PEOPLE}" for each in range(5))
    every = ("1w", "12h", "1d", "2w", "1mo", "3d")[number % 6]
    hours = ", hours: nights" if number % 2 else ""
    return f"{{turns: [{turns}], every: {every}, starts: 2026-01-05 09:{number:02}{hours}}}"


def _daily(year: int) -> str:
    return f"{{turns: [p0, p1, p2], every: 1d, starts: {year}-01-05 09:00}}"
