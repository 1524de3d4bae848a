"""What only makes life easier stops no work: notes, caches, versions of the days, colours."""

import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, Result, Shell, on_terminal
from tests.cli.shell import program as run_program
from tests.patience import PATIENCE
from tests.strange import STRANGE

LATER = "2026-11-24T12:00:00Z"
POLICY = """\
version: 1
name: Reached
priorities: [P1]
default_priority: P1
matrix: {high: {high: P1}}
channels:
  log: {file: log.jsonl}
people:
  ana: {contact: ["log:ana"]}
  bo: {contact: ["log:bo"]}
ladders: {functional: [{level: L1, person: ana}, {level: L2, person: bo}]}
targets: [{acknowledge: 1h, resolve: 8h}]
triggers:
  - {type: clock, name: late, clock: resolve, at: 100%, escalate: next}
"""
AS_ROOT = os.geteuid() == 0


@pytest.fixture
def team(escalate: Shell, tmp_path: Path) -> Shell:
    """Run command lines, with a home of their own, on a ticket that becomes overdue."""
    escalate.follow(POLICY)
    shell = Shell(escalate.store, {**escalate.env, "HOME": str(tmp_path / "home")})
    shell.log("Mail is down")
    return shell


def checks(team: Shell) -> None:
    """See `check` do all its work, and say nothing but that."""
    result = run_program("check", env={**team.env, "ESCALATE_NOW": LATER})
    assert (result.code, result.stderr) == (0, "")
    assert "T-1" in result.stdout
    assert team.show()["level"] == "L2"
    sent = (team.store / "log.jsonl").read_text().splitlines()
    assert [json.loads(line)["to"] for line in sent][-1] == "bo"
    assert team("check", now=LATER) == Result("", "", 0)


def found(team: Shell, check: str) -> list[tuple[str, str]]:
    """Return what doctor finds of one kind, and what to type about it."""
    rows = team("doctor", now=LATER).rows
    return [(row[1], row[2]) for row in rows if row[0] == check]


def huge(path: Path) -> None:
    """Make a file that no memory holds, and that takes no room."""
    with path.open("wb") as stream:
        stream.truncate(1 << 42)


BAD_NOTES: dict[str, Callable[[Path], object]] = {
    "empty": Path.touch,
    "huge": huge,
    "binary": lambda path: path.write_bytes(bytes(range(256))),
    "another text": lambda path: path.write_text("yesterday\n"),
    "the end of time": lambda path: path.write_text("9999-12-31T23:59:59-14:00\n"),
    "an impossible day": lambda path: path.write_text("2026-02-30T00:00:00Z\n"),
}


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("place", ["last_check", "last_check.escalate-new"])
def test_check_sends_whatever_stands_for_its_note(
    team: Shell, place: str, plant: Callable[[Path], object]
) -> None:
    victim = team.store / "victim"
    victim.write_bytes(b"mine")
    plant(team.store / place)
    before = (team.store / place).lstat()
    checks(team)
    assert ((team.store / place).lstat(), victim.read_bytes()) == (before, b"mine")
    what = "heartbeat" if place == "last_check" else "left over"
    assert any("which is left alone" in said and "mv " in fix for said, fix in found(team, what))


@pytest.mark.parametrize("write", BAD_NOTES.values(), ids=BAD_NOTES)
def test_check_writes_a_note_anew_that_says_nothing(
    team: Shell, write: Callable[[Path], object]
) -> None:
    write(team.store / "last_check")
    checks(team)
    assert (team.store / "last_check").read_text() == "2026-11-24T12:00:00Z\n"
    assert found(team, "heartbeat") == []


@pytest.mark.skipif(AS_ROOT, reason="root may read everything")
def test_check_sends_where_its_note_cannot_be_read(team: Shell) -> None:
    (team.store / "last_check").touch(mode=0)
    checks(team)
    assert "cannot be read" in found(team, "heartbeat")[0][0]


@pytest.mark.parametrize("argv", [["check", "--dry-run"], ["check", "--json"], ["doctor"]])
def test_a_pipe_for_a_note_keeps_nobody_waiting(team: Shell, argv: list[str]) -> None:
    os.mkfifo(team.store / "last_check")
    done: list[Result] = []
    thread = threading.Thread(target=lambda: done.append(run_program(*argv, env=team.env)))
    thread.start()
    thread.join(PATIENCE)
    assert [result.code for result in done] in ([0], [1])


@pytest.mark.parametrize("above", [".cache", ".cache/escalate", ".cache/escalate/policies"])
@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_check_sends_whatever_stands_for_the_cache(
    team: Shell, tmp_path: Path, above: str, plant: Callable[[Path], object]
) -> None:
    home = tmp_path / "other"
    place = home / above
    place.parent.mkdir(parents=True, mode=0o700)
    place.with_name("victim").write_bytes(b"mine")
    plant(place)
    team.env = {**team.env, "HOME": str(home)}
    checks(team)
    assert place.with_name("victim").read_bytes() == b"mine"
    is_usable = place.is_dir() and not (place.is_symlink() and above != ".cache")
    said = found(team, "cache")
    if is_usable or above == ".cache":
        assert [fix for _, fix in said] in ([], [f"ls -ld {home}/.cache/escalate/policies"])
    else:
        assert [fix for _, fix in said] == [f"look at it, then: mv {place} {place}.aside"]


def test_a_store_where_the_cache_would_be_keeps_its_tickets(tmp_path: Path, team: Shell) -> None:
    shared = {name: str(tmp_path / "xdg") for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME")}
    env = {name: value for name, value in team.env.items() if name != "ESCALATE_STORE"}
    env |= shared
    policy = tmp_path / "p.yaml"
    for number in range(3):
        said = run_program("log", f"precious {number}", env=env, cwd=Path("/"))
        assert said.stdout == f"T-{number + 1}\n"
    shell = Shell(tmp_path / "xdg" / "escalate", env)
    before = shell.file()
    for number in range(55):
        policy.write_text(f"{POLICY}# {number}\n")
        shell.done("list", "--policy", str(policy))
    assert shell.file() == before
    assert not (shell.store / "policies").exists()
    [(said_of_it, fix)] = found(shell, "cache")
    assert said_of_it == (
        f"{shell.store}/policies lies in a store, so that every command reads the policy anew"
    )
    assert fix == "export XDG_CACHE_HOME=/a/folder/that/is/no/store"


def test_what_others_keep_where_the_cache_is_stays(tmp_path: Path, team: Shell) -> None:
    cache = tmp_path / "home" / ".cache" / "escalate"
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    theirs = [cache / f"doc{number}" for number in range(60)]
    for file in theirs:
        file.touch()
    for number in range(55):
        team.follow(f"{POLICY}# {number}\n")
        team.done("list")
    assert all(file.exists() for file in theirs)
    assert len(list((cache / "policies").iterdir())) == 50


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_check_sends_whatever_stands_for_the_versions_of_the_days(
    team: Shell, plant: Callable[[Path], object]
) -> None:
    team.log("another")
    for name in ("tickets.json", "tickets.json.bak"):
        os.utime(team.store / name, (1_763_802_000, 1_763_802_000))
    (team.store / "victim").write_bytes(b"mine")
    plant(team.store / "backups")
    checks(team)
    assert (team.store / "victim").read_bytes() == b"mine"


READS = """
import sys
from escalate_cli.cli import app
for argv in (["list"], ["show", "1"], ["check", "--help"], ["--help"]):
    print("reading")
    if code := app.run(argv):
        sys.exit(code)
"""
"""One process for all, as most of a short one is its start."""

ODD = ["", "0", "-1", "1", "abc", "\u00b2", " 80", "1e3", "10000000000", "9" * 5000, "\udcff"]


@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_no_setting_of_a_terminal_stops_anything(team: Shell, value: str) -> None:
    names = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM", "TERMINAL_WIDTH", "COLORTERM")
    env = {**team.env, **dict.fromkeys(names, value)}
    result = on_terminal([PROGRAM, "check"], {**env, "ESCALATE_NOW": LATER})
    assert (result.code, "error" in result.stdout) == (0, False)
    assert "T-1" in result.plain
    assert team.show()["level"] == "L2"
    result = on_terminal([sys.executable, "-c", READS], env)
    assert (result.code, "unexpected" in result.stdout) == (0, False)
    assert result.stdout.count("reading") == 4
    assert len(result.stdout) < 100_000
