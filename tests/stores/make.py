"""Play a fixed course through the program, and keep the store that it leaves.

    python -m tests.stores.make FOLDER

The course is the same at every run; what the store holds in the end is what the version that runs
makes of it. The stores beside this file were made by earlier ones: they are kept, not made anew.
"""

import heapq
import json
import random
import secrets
import shlex
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import msgspec

from tests.cli.shell import Result, Shell
from tests.stores.lives import COURSE, LIVES

HERE = Path(__file__).parent
FIRST = datetime(2026, 3, 2, tzinfo=UTC)
END = datetime(2026, 7, 31, tzinfo=UTC)
NOW = "2026-08-03T08:00:00Z"
"""When everything is printed: a Monday after the last month."""

TICKETS = 172
UNFINISHED = 12
"""How many of the last tickets are left in the middle of their lives."""
MINUTE = timedelta(minutes=1)
UNITS = {"m": 1, "h": 60, "d": 1440}
SILENT = (
    (datetime(2026, 4, 10, 15, tzinfo=UTC), datetime(2026, 4, 20, 6, tzinfo=UTC)),
    (datetime(2026, 7, 3, 15, tzinfo=UTC), datetime(2026, 7, 6, 7, tzinfo=UTC)),
)
"""When cron did not run."""

POLICY_CHANGES_AT = datetime(2026, 5, 28, 20, tzinfo=UTC)
CHANGES = {
    "name: Works office": "name: Works office since June",
    "  - {when: {vip: true}, calendar: office, update: 4h}": (
        "  - {when: {vip: true}, calendar: office, update: 6h}\n"
        "  - {when: {priority: P2}, calendar: office, update: 8h, level: 5h}"
    ),
    "acknowledge: 6h, resolve: 24h": "next_response: 8h, resolve: 20h",
    "close_after: 3d": "close_after: 2d\npauses: [next_response, update, level, resolve]",
}
"""What is different in the policy from then on."""


class Act(msgspec.Struct, frozen=True, order=True):
    """One command line, at its instant; `number` keeps acts of one instant in order."""

    at: datetime
    number: int
    person: str
    typed: str
    life: int = 0


class Course:
    """Acts in the order of time, and the store on which they are done."""

    def __init__(self, folder: Path, home: Path) -> None:
        self._shell = Shell(folder, {"HOME": str(home), "COLUMNS": "100"})
        self._chance = random.Random(20260302)  # noqa: S311 - chance that repeats
        self._facts: dict[int, dict[str, str]] = {}
        self.done, self.refused = Counter[str](), Counter[str]()

    def play(self) -> None:
        """Do everything, and stop at what the program could not understand."""
        self._shell.store.mkdir(parents=True)
        shutil.copyfile(HERE / "policy.yaml", self._shell.store / "policy.yaml")
        acts = [*self._lives(), *self._checks(), *_of_all()]
        heapq.heapify(acts)
        while acts[0].at < END:
            act = heapq.heappop(acts)
            if act.at == POLICY_CHANGES_AT and "apply" in act.typed:
                self._change_policy()
            self._do(act)

    def _lives(self) -> Iterator[Act]:
        """Begin every life at an instant of the period, most in the hours of the office."""
        kinds = list(LIVES.values())
        days = (END - FIRST).days
        for life in range(TICKETS):
            at = FIRST + timedelta(days=life * days // TICKETS)
            at += self._chance.randrange(6 * 60, 15 * 60) * MINUTE
            if self._chance.random() < 0.15:
                at += self._chance.randrange(4 * 60, 60 * 60) * MINUTE
            self._facts[life] = {
                "n": str(life // len(kinds)),
                "p": self._chance.choice(("P1", "P2", "P2", "P3", "P3", "P4")),
                "by": self._chance.choice(("-r kim", "-r noor", "-r max", "", "")),
                "customer": self._chance.choice(("acme", "globex")),
                "title": f"'{self._chance.choice(TITLES)}'",
            }
            pace = self._chance.choice((0.4, 1, 1, 1, 2.5))
            acts = list(_acts(life, kinds[life * 5 % len(kinds)], at, pace))
            yield from acts[: len(acts) // 2] if life >= TICKETS - UNFINISHED else acts

    def _checks(self) -> Iterator[Act]:
        """Look several times a day, at uneven instants; not at all while cron is silent."""
        at = FIRST
        while at < END:
            at += self._chance.choice((20, 45, 60, 180, 300, 420, 700)) * MINUTE
            if not any(since <= at < until for since, until in SILENT):
                yield Act(at, -1, "cron", "check")

    def _change_policy(self) -> None:
        file = self._shell.store / "policy.yaml"
        text = file.read_text(encoding="utf-8")
        for old, new in CHANGES.items():
            if old not in text:
                raise ValueError(old)
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")

    def _do(self, act: Act) -> None:
        facts = self._facts.get(act.life, {}) | {"incidents": str(HERE / "incidents.csv")}
        if "{noted}" in act.typed:
            facts["noted"] = self._last_note(facts["id"])
        typed, _, stdin = act.typed.format(**facts).partition(" < ")
        argv = shlex.split(typed)
        self._shell.env |= {"ESCALATE_NOW": act.at.isoformat(), "ESCALATE_ACTOR": act.person}
        result = self._shell(*argv, stdin=stdin)
        if result.code > 1:
            raise ValueError(f"{act}: {result.stderr}")
        verb = " ".join(argv[:2]) if argv[0] in {"policy", "stakeholder"} else argv[0]
        (self.refused if result.code else self.done)[verb] += 1
        if argv[0] == "log" and "id" not in facts:
            self._facts[act.life]["id"] = result.stdout.strip()

    def _last_note(self, ticket: str) -> str:
        events = self._shell.show(ticket)["events"]
        return str(max(event["seq"] for event in events if event["kind"] == "note_added"))


TITLES = (
    "Mail does not arrive",
    "VPN drops",
    "Printer jams",
    "Till is slow",
    "Cannot log in",
    "Report is empty",
)


def _acts(life: int, kind: str, at: datetime, pace: float) -> Iterator[Act]:
    for number, line in enumerate(kind.strip().splitlines()):
        delay, person, typed = line.split(None, 2)
        minutes = int(delay[:-1]) * UNITS[delay[-1]]
        yield Act(at + round(minutes * pace) * MINUTE, number, person, typed, life)


def _of_all() -> Iterator[Act]:
    for line in COURSE.strip().splitlines():
        at, person, typed = line.split(None, 2)
        yield Act(datetime.fromisoformat(at).replace(tzinfo=UTC), 0, person, typed, -1)


def months() -> Iterator[tuple[str, str, str]]:
    """Yield the name of each month, its beginning and its end."""
    for month in range(FIRST.month, END.month + 1):
        yield f"2026-{month:02}", f"2026-{month:02}-01", f"2026-{month + 1:02}-01"


def printed(shell: Shell) -> Iterator[tuple[str, Result]]:
    """Yield the name of each document, and what the program prints for it."""
    for month, since, until in months():
        for by in ("logged", "resolved"):
            period = ("--since", since, "--until", until, "--by", by)
            yield f"report-{month}-{by}", shell("report", *period, "--json")
    every = shell("list", "--all", "--json")
    finished = [each["id"] for each in every.data if each["status"] == "closed"]
    yield "list", every
    yield "show", shell("show", *finished[:: len(finished) // 24], "--json")
    yield "verify", shell("verify", "--json")


def _laid_out(result: Result) -> str:
    """Write a document to be compared by people too: an entry of a list, or a key, on a line."""
    if isinstance(result.data, list):
        return "[\n" + ",\n".join(map(json.dumps, result.data)) + "\n]\n"
    lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in result.data.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def make(folder: Path) -> Course:
    """Play the course, and print what the program says of the store at its end."""
    with tempfile.TemporaryDirectory() as home:
        store = Path(home, "store")
        course = Course(store, Path(home))
        course.play()
        folder.mkdir(parents=True)
        for name in ("policy.yaml", "tickets.json", "last_check"):
            shutil.copyfile(store / name, folder / name)
        shutil.copyfile(HERE / "policy.yaml", folder / "first_policy.yaml")
        (folder / "archive").mkdir()
        for file in store.glob("archive/*.json"):
            shutil.copyfile(file, folder / "archive" / file.name)
        (folder / "printed").mkdir()
        shell = Shell(store, {"HOME": home, "ESCALATE_ACTOR": "ana", "ESCALATE_NOW": NOW})
        head = shell.done("verify", "--head").stdout
        (folder / "printed" / "head.txt").write_text(head, encoding="utf-8")
        for name, result in printed(shell):
            (folder / "printed" / f"{name}.json").write_text(_laid_out(result), encoding="utf-8")
    return course


def main() -> None:
    """Make a store in the folder that is named, the same one at every run."""
    chance = random.Random(7)  # noqa: S311 - ids that repeat
    with (
        patch.object(secrets, "token_hex", lambda count: chance.randbytes(count).hex()),
        patch("escalate_cli.store.json_store.token_hex", secrets.token_hex),
        patch("escalate_cli.wiring.real_login", lambda: "works"),
    ):
        course = make(Path(sys.argv[1]))
    for verb in sorted(course.done | course.refused):
        sys.stdout.write(f"{verb:20}{course.done[verb]:6}{course.refused[verb]:6} refused\n")


if __name__ == "__main__":
    main()
