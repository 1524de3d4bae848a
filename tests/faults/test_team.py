"""Several accounts of one team on one store, and one that does not belong to it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.program import Program
from tests.faults.scenes import POLICY
from tests.faults.server import Report
from tests.faults.victim import NOW

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes others")
TEAM = 4343
ANA, BO = (4001, TEAM), (4002, TEAM)
STRANGER = (4003, 4444)
CLOSED = ("archive", "--closed-for", "0s")


class Team:
    """A folder that belongs to a team, and commands that its members run there."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.program, self.folder, self.store = program, folder, folder / "store"
        folder.chmod(0o755)
        self.store.mkdir()
        os.chown(self.store, ANA[0], TEAM)
        self.store.chmod(0o2770)

    def run(self, user: tuple[int, int], *argv: str, now: str = NOW) -> Report:
        """Run a command line as somebody."""
        env = {
            "HOME": str(self.folder / "none"),
            "PATH": os.environ["PATH"],
            "ESCALATE_STORE": str(self.store),
            "ESCALATE_NOW": now,
        }
        return self.program.run(*argv, env=env, watch=self.folder, user=user)

    def done(self, user: tuple[int, int], *argv: str, now: str = NOW) -> str:
        """Run a command line that must succeed."""
        report = self.run(user, *argv, now=now)
        assert report.code == 0, report.stderr
        return report.stdout.strip()


@pytest.fixture
def team(program: Program) -> Iterator[Team]:
    """Make a folder that others can reach, which the usual one for tests is not."""
    with TemporaryDirectory() as folder:
        yield Team(program, Path(folder))


def test_whatever_one_made_the_other_goes_on_with(team: Team) -> None:
    team.done(ANA, "init")
    (team.store / "policy.yaml").write_text(POLICY, encoding="utf-8")
    for turn in (ANA, BO):
        ticket = team.done(turn, "log", "one")
        team.done(turn, "check", now="2026-11-23T20:00:00Z")
        team.done(turn, "resolve", ticket)
        team.done(turn, "close", ticket)
        team.done(turn, *CLOSED)
        kept = team.done(turn, "backup", "--fields", "file").split("\t")[1]
        team.done(turn, "restore", kept)
    assert team.done(BO, "verify") == ""
    assert len(team.done(BO, "list", "--all").splitlines()) == 2
    for path in team.store.rglob("*"):
        status = path.stat()
        assert status.st_gid == TEAM, path
        assert stat.S_IMODE(status.st_mode) == (0o2770 if path.is_dir() else 0o660), path


def test_root_leaves_everything_to_those_whose_folder_it_is(team: Team) -> None:
    ticket = team.done((0, 0), "log", "by cron of root")
    for argv in (("resolve", ticket), ("close", ticket), CLOSED, ("backup",)):
        team.done((0, 0), *argv)
    owners = {(path.stat().st_uid, path.stat().st_gid) for path in team.store.rglob("*")}
    assert owners == {ANA}
    assert team.done(BO, "reopen", ticket)


def test_a_stranger_reads_and_writes_nothing(team: Team) -> None:
    team.done(ANA, "log", "one")
    before = (team.store / "tickets.json").read_bytes()
    for argv in (["list"], ["log", "two"], ["check"], ["backup"], ["verify"], ["doctor"]):
        report = team.run(STRANGER, *argv)
        assert (report.code, report.stdout) == (2, ""), argv
        assert report.stderr.count("escalate: error: ") == 1
        assert "permission denied" in report.stderr
        assert "unexpected" not in report.stderr
    assert (team.store / "tickets.json").read_bytes() == before


@pytest.mark.faults
@pytest.mark.parametrize("name", ["lock", "tickets.json", "archive", "archive/0001.json"])
@pytest.mark.parametrize("mode", [0o000, 0o400], ids=oct)
def test_a_wrong_mode_is_said_in_a_line(team: Team, name: str, mode: int) -> None:
    ticket = "T-2"
    for title in ("one", "two"):
        team.done(ANA, "log", title)
    team.done(ANA, "resolve", ticket)
    team.done(ANA, "close", ticket)
    team.done(ANA, *CLOSED)
    path = team.store / name
    os.chown(path, 0, 0)
    path.chmod(mode)
    for argv in (["log", "three"], ["list", "--all"], ["reopen", ticket], ["verify"]):
        report = team.run(ANA, *argv)
        assert "unexpected" not in report.stderr
        assert report.code == 0 or report.stderr.count("escalate: error: ") == 1, report.stderr
    path.chmod(0o770 if path.is_dir() else 0o660)
    os.chown(path, ANA[0], TEAM)
    assert team.done(ANA, "verify") == ""
    assert len(team.done(ANA, "list", "--all").splitlines()) in {2, 3}
