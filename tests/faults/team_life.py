"""Days in the life of a team of twenty: cron every minute, and people at work."""

import random
from datetime import datetime, timedelta

from tests.cli.shell import Result, Shell
from tests.conftest import MONDAY_NINE
from tests.faults.calls import KILL, Fault
from tests.faults.program import Program
from tests.faults.scenes import room_of

PEOPLE = [f"p{number}" for number in range(20)]
MINUTE = timedelta(minutes=1)
A_KILL = 50
"""In so many steps one is killed."""

A_JUMP, AN_ACT, A_TICKET, A_FULL_DISK = 0.01, 0.35, 0.3, 0.07
"""The chance of each in a minute; the latter two that of somebody's act."""

OLD = timedelta(hours=4)
MOST_AT_WORK = 20
MOST_CALLS = 60
CALLS_OF_A_COMMIT = range(30, 50)
JUMPS = (-1440, -60, -5, 3, 600_000)
"""Minutes by which the clock that cron sees is wrong; the last is more than a year."""

POLICY = f"""\
version: 1
name: Twenty people
timezone: Europe/Berlin
priorities: [P1, P2, P3]
default_priority: P2
calendars: {{office: {{mon-fri: "08:00-18:00"}}}}
channels: {{file: {{file: sent.jsonl}}}}
people: {{{", ".join(f'{name}: {{contact: "file:{name}"}}' for name in PEOPLE)}}}
teams:
  front: {{members: [{", ".join(PEOPLE[:12])}]}}
  back: {{members: [{", ".join(PEOPLE[12:18])}]}}
ladders:
  functional: [{{level: L1, team: front}}, {{level: L2, team: back}}]
  management: [{{level: lead, person: p18}}, {{level: boss, person: p19}}]
targets:
  - {{when: {{priority: P1}}, calendar: always, acknowledge: 15m, update: 30m, resolve: 2h}}
  - {{calendar: office, acknowledge: 1h, resolve: 8h}}
triggers:
  - type: clock
    name: unseen
    clock: acknowledge
    at: 100%
    notify: lead
    repeat: {{every: 30m, times: 3}}
  - {{type: clock, name: late, clock: resolve, at: 75%, escalate: next, notify: [owner]}}
  - {{type: clock, name: breach, clock: resolve, at: 100%, escalate: lead, notify: [owner, lead]}}
  - {{type: complaints, name: loud, count: 2, notify: boss}}
close_after: 1h
retain: 3h
"""


class Life:
    """A store, its people, and what they were told was stored.

    Attributes:
        stored: unique texts, of titles and notes, whose command ended in 0.
        tried: texts of commands that may have been carried out.
        kills: how many commands died.
        full: how many met a full disk.
        shown: what the clock of the machine says, which may be wrong.
    """

    def __init__(self, shell: Shell, program: Program, seed: int) -> None:
        self.shell, self.program = shell, program
        self.chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
        self.now = self.shown = MONDAY_NINE
        self.step = self.kills = self.full = 0
        self.ids: list[str] = []
        self.stored: set[str] = set()
        self.tried: set[str] = set()
        shell.follow(POLICY)

    def clock(self) -> datetime:
        """Be the clock of the machine."""
        return self.shown

    def minutes(self, count: int) -> None:
        """Let so many minutes pass."""
        for _ in range(count):
            self.now += MINUTE
            jump = self.chance.choice(JUMPS) if self.chance.random() < A_JUMP else 0
            self._run(self.now + jump * MINUTE, "cron", "check")
            if self.chance.random() < AN_ACT:
                self._act(self.now + self.chance.choice((0, 0, 0, 1)) * MINUTE)

    def tidy(self) -> None:
        """Let the lead resolve whatever was logged long ago and nobody knows of any more."""
        old = f"logged:<{_text(self.now - OLD)}"
        rows = self.asked("list", old, "-status:resolved", "--json", "--fields", "id").data
        for row in rows:
            self._run(self.now, "p18", "resolve", row["id"], "-m", "tidied up")

    def calm(self) -> None:
        """Let cron run alone until all is sent: longer than any lease, pause or wrong clock."""
        for _ in range(60):
            self.now += 2 * MINUTE
            self._in_process(self.now, "check")
        assert self._in_process(self.now, "check").code == 0

    def asked(self, *argv: str) -> Result:
        """Run a command line that must succeed."""
        done = self._in_process(self.now, *argv)
        assert done.code == 0, done.stderr
        return done

    def verify(self) -> None:
        """Check the record, in a process of its own: it holds the whole archive."""
        env = {**self.shell.env, "ESCALATE_NOW": _text(self.now)}
        done = self.program.run("verify", env=env, watch=room_of(self.shell))
        assert (done.code, done.stdout) == (0, ""), done

    def _act(self, at: datetime) -> None:
        by, text = self.chance.choice(PEOPLE), f"step {self.step}"
        if len(self.ids) < 5 or self.chance.random() < A_TICKET:
            self.tried.add(text)
            priority = self.chance.choice(("P1", "P2", "P3"))
            code, out = self._run(at, by, "log", text, "-p", priority)
            if code == 0:
                self.stored.add(text)
                self.ids.append(out.strip())
            return
        if len(self.ids) > MOST_AT_WORK:
            ticket, verb = self.ids.pop(0), "resolve"
        else:
            ticket, verb = self.chance.choice(self.ids), self.chance.choice(list(_VERBS))
        words = [text if word == TEXT else word for word in _VERBS[verb]]
        if verb == "note":
            self.tried.add(text)
        code, _ = self._run(at, by, verb, ticket, *words)
        if code == 0 and verb == "note":
            self.stored.add(text)

    def _run(self, at: datetime, by: str, *argv: str) -> tuple[int, str]:
        """Run a command line; one to its death, another on a full disk."""
        self.step += 1
        if self.step % A_KILL == 0:
            fault = Fault(self.chance.randrange(MOST_CALLS), KILL)
            return self._disturbed(at, fault, *argv, "--as", by)
        if argv[0] != "check" and self.chance.random() < A_FULL_DISK:
            fault = Fault(self.chance.choice(CALLS_OF_A_COMMIT), "ENOSPC")
            return self._disturbed(at, fault, *argv, "--as", by)
        done = self._in_process(at, *argv, "--as", by)
        assert done.code in {0, 1} or "the clock says" in done.stderr, (argv, done.stderr)
        return done.code, done.stdout

    def _in_process(self, at: datetime, *argv: str) -> Result:
        self.shown = at
        done = self.shell(*argv)
        assert "unexpected" not in done.stderr, (argv, done.stderr)
        return done

    def _disturbed(self, at: datetime, fault: Fault, *argv: str) -> tuple[int, str]:
        env = {**self.shell.env, "ESCALATE_NOW": _text(at)}
        ended = self.program.run(*argv, env=env, watch=room_of(self.shell), fault=fault)
        assert "unexpected" not in ended.stderr, (argv, ended.stderr)
        self.kills += ended.code == -9
        self.full += "no space left" in ended.stderr
        return ended.code, ended.stdout


TEXT = "{text}"
_VERBS: dict[str, tuple[str, ...]] = {
    "ack": (),
    "note": (TEXT,),
    "complain": (),
    "escalate": ("-m", "too hard"),
    "return": ("-m", "tried"),
    "wait": ("--for", "vendor", "-m", "a part"),
    "resume": (),
    "resolve": ("-m", "restarted"),
    "reopen": ("-m", "again"),
    "assign": ("p3",),
}


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
