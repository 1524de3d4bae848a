"""What the everyday commands cost, by how much is open and how much is archived.

The unit is a bare Typer app with as many commands, which starts, parses and does nothing.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bench import Row
from bench._clean import program
from bench._program import floor, on
from bench._room import room
from bench._stores import filled
from bench._timing import Command, least

PROMISED = 1_000
OPEN = (100, PROMISED, 10_000)
ARCHIVED = (10_000, 100_000)
VERBS = ("log", "acknowledge", "check")
TAB = "_complete acknowledge"
NOW, PAGE = "now --table -n 20", "list --table -n 20"
OTHERS = ("check --json", NOW, PAGE, "list", TAB)
HELPS, MORE = ("--help", "check --help"), 1.3
"""What a newcomer types first costs hardly more than the help of one command."""
MOST = {"log": 1.5, "acknowledge": 1.5, "check": 1.25, "list": 3, TAB: 0.8}
MANY = {
    "log": 1.9,
    "acknowledge": 1.9,
    "check": 1.9,
    "check --json": 2.4,
    NOW: 2.6,
    PAGE: 2.4,
    "list": 3.6,
}
"""Times the floor, up to 1,000 open tickets and beyond: `list` prints every ticket, `now` sorts out
whose each is, and TAB is pressed while typing. All others have twice the floor, and beyond thrice.
"""

Seconds = Mapping[tuple[str, int, int], float]
"""By command, open tickets and archived tickets."""


def measure() -> list[Row]:
    """Compare all with the floor, and those beside an archive with those without one."""
    commands = _commands()
    named = {" ".join(map(str, key)): command for key, command in commands.items()}
    helping = {name: _help(name) for name in HELPS}
    spent = least({"floor": lambda _turn: floor()} | helping | named)
    base, helps = spent.pop("floor"), [spent.pop(name) for name in HELPS]
    seconds = dict(zip(commands, spent.values(), strict=True))
    rows = [*_beside_the_floor(seconds, base), *_beside_none_archived(seconds)]
    return [*rows, _of_all_beside_one(*helps)]


def _commands() -> dict[tuple[str, int, int], Command]:
    commands = {}
    sizes = [(active, 0) for active in OPEN] + [(PROMISED, archived) for archived in ARCHIVED]
    for active, archived in sizes:
        store = filled(room() / f"everyday-{active}-{archived}", active, archived)
        for verb in (*VERBS, *OTHERS) if not archived else VERBS:
            commands[verb, active, archived] = _command(verb, store, archived)
    return commands


def _command(verb: str, store: Path, archived: int) -> Command:
    if verb == "log":
        return lambda _turn: on(store, "log", "Disk full", "-p", "P3")
    if verb == "acknowledge":
        return lambda turn: on(store, "acknowledge", f"T-{archived + turn + 1}")
    if verb == TAB:
        return lambda _turn: [*on(store, *verb.split()), ""]
    return lambda _turn: on(store, *verb.split())


def _help(line: str) -> Command:
    return lambda _turn: [program(), *line.split()]


def _of_all_beside_one(of_all: float, of_one: float) -> Row:
    ratio = of_all / of_one
    return Row(f"{HELPS[0]} beside {HELPS[1]}", f"{ratio:.2f} x", f"{MORE} x", ok=ratio <= MORE)


def _beside_the_floor(seconds: Seconds, floor_seconds: float) -> Iterator[Row]:
    for (verb, active, archived), spent in seconds.items():
        ratio = spent / floor_seconds
        most = MOST.get(verb, 2) if active <= PROMISED else MANY.get(verb, 3)
        yield Row(
            f"{verb}, {active:,} open" + (f", {archived:,} archived" if archived else ""),
            f"{ratio:.2f} x floor",
            f"{most} x floor",
            ok=ratio <= most,
        )


def _beside_none_archived(seconds: Seconds) -> Iterator[Row]:
    for archived in ARCHIVED:
        for verb in VERBS:
            ratio = seconds[verb, PROMISED, archived] / seconds[verb, PROMISED, 0]
            what = f"{verb}, {archived:,} archived beside none"
            yield Row(what, f"{ratio:.2f} x", "0.8 to 1.2 x", ok=0.8 <= ratio <= 1.2)  # noqa: PLR2004 - as it says
