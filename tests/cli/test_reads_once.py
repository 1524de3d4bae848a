"""No command reads the tickets twice: once without the lock to look, once under it to change.

What was read before the lock may be old when the lock is ours, so that no change rests on it; and
a look takes no lock, so that an idle `check` waits for nobody. That is why a command may do both.
Before it has written, it does neither twice.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX
from pathlib import Path

import pytest

from tests.cli.shell import NINE, Shell
from tests.reference import COMMANDS

LOOK = ["read"]
RESTORE = ["lock", "read", "read", "read", "write"]
"""What may be damaged is kept as it is, asked for its last number if it tells, and judged."""

PLAIN = ["read"]
"""TinyDB itself opens the file: that it can is what `doctor` proves."""

CHANGE = ["lock", "read", "write"]
NOTHING = ["lock", "read"]
SEND = [*CHANGE, *CHANGE]
"""What waits is claimed, then recorded; that nothing more is due is seen without a lock."""

_watched: list[str] | None = None


def _watch(event: str, args: tuple[object, ...]) -> None:
    if _watched is None:
        return
    if event == "fcntl.flock" and isinstance(args[1], int) and args[1] & LOCK_EX:
        if _watched[-1:] != ["lock"]:  # the file and its folder are locked
            _watched.append("lock")
    elif event == "open" and str(args[0]).endswith("/tickets.json"):
        _watched.append("read")
    elif event == "os.rename" and str(args[1]).endswith("/tickets.json"):
        _watched.append("write")


sys.addaudithook(_watch)


@contextmanager
def watching() -> Iterator[list[str]]:
    """Name what is done to the file of the tickets while a block runs."""
    global _watched  # noqa: PLW0603 - a hook is for the whole process
    _watched = []
    try:
        yield _watched
    finally:
        _watched = None


POLICY = """\
version: 1
priorities: [P1, P2]
default_priority: P1
channels:
  log: {file: sent}
people:
  ana: {contact: ["log:x"]}
  bo: {contact: ["log:x"]}
teams:
  frontline: {members: [ana]}
ladders:
  functional:
    - {level: L1, team: frontline}
    - {level: L2, person: bo}
    - {level: L3, person: bo, approval: {by: lead}}
  management:
    - {level: lead, person: bo}
targets:
  - {acknowledge: 1h}
triggers:
  - {type: clock, name: late, clock: acknowledge, at: 100%, notify: [bo]}
"""
EXPORT = """\
number,incident_state,opened_at,sys_updated_at,priority
INC1,New,20/11/2026 08:00,20/11/2026 08:00,2 - High
"""

ROWS: tuple[tuple[str, list[str]], ...] = (
    ("log Disk -p P2", CHANGE),
    ("log Disk -p P2 --send", [*CHANGE, *LOOK, *SEND]),
    ("acknowledge 1", CHANGE),
    ("escalate 2 --to L2", CHANGE),
    ("escalate 2 --to L2 --send", [*CHANGE, *LOOK, *SEND]),
    ("approve 3 --as bo", CHANGE),
    ("decline 3 --as bo -m no", CHANGE),
    ("return 4 -m no", CHANGE),
    ("release --mine", CHANGE),
    ("assess 2 --priority P2", CHANGE),
    ("assign 2 bo", CHANGE),
    ("wait 2 --for vendor", CHANGE),
    ("resume 5", CHANGE),
    ("note 1 here", CHANGE),
    ("complain 1", CHANGE),
    ("edit 1 --title Mail", CHANGE),
    ("link 1 --related 2", CHANGE),
    ("stakeholder add 1 bo", CHANGE),
    ("stakeholder remove 2 bo", CHANGE),
    ("resolve 1", CHANGE),
    ("reopen 6", CHANGE),
    ("close 6", CHANGE),
    ("review 6 --root-cause dust", CHANGE),
    ("excuse 1 --clock acknowledge --as bo -m dust --now +2h", CHANGE),
    ("review --due", LOOK),
    ("redact 1 --event 1 -m secret", [*CHANGE, *CHANGE]),
    ("undo", CHANGE),
    ("undo --dry-run", LOOK),
    ("delegate bo --to ana --until +1d --as bo", CHANGE),
    ("delegate --list", LOOK),
    ("import {export} --from servicenow --tz UTC", CHANGE),
    ("import {export} --from servicenow --tz UTC --dry-run", LOOK),
    ("archive", NOTHING),
    ("policy apply", NOTHING),
    ("now", LOOK),
    ("now --table", LOOK),
    ("list", LOOK),
    ("list --all --table", LOOK),
    ("stakeholder list 1", LOOK),
    ("show 1 2", LOOK),
    ("why 1", LOOK),
    ("forecast 1", LOOK),
    ("report", LOOK),
    ("board --html {backup}.html", LOOK),
    ("handoff", LOOK),
    ("beat", LOOK),
    ("verify", LOOK),
    ("policy replay", LOOK),
    ("policy preview handoff --ticket 4", LOOK),
    ("outbox list", LOOK),
    ("outbox show {key}", LOOK),
    ("outbox retry", NOTHING),
    ("outbox drop 4", CHANGE),
    ("outbox deliver", [*LOOK, *SEND]),
    ("outbox test log", ["lock"]),
    ("maintenance add --when service:db --until +1d", CHANGE),
    ("maintenance list", LOOK),
    ("maintenance end 1", NOTHING),
    ("oncall", LOOK),
    ("policy check", []),
    ("policy diff {policy}", []),
    ("policy explain", []),
    ("policy flow", []),
    ("policy holidays DE 2027", []),
    ("policy schema", []),
    ("policy show", []),
    ("policy test", []),
    ("policy triggers", []),
    ("where", []),
    ("completion bash", []),
    ("init", []),
    ("tutorial", []),
    ("check --now +1m", [*LOOK, *SEND]),
    ("check --dry-run --table --now +2h", LOOK),
    ("check --nagios --now +2h", LOOK),
    ("check --now +2h", [*LOOK, *CHANGE, *SEND]),
    ("check --table --now +2h", [*LOOK, *CHANGE, *SEND]),
    ("check --json --now +40d", [*LOOK, *CHANGE, *SEND]),
    ("doctor", [*LOOK, *PLAIN]),
    ("backup", LOOK),
    ("export", LOOK),
    ("export is:overdue --format csv", LOOK),
    ("restore {backup}", RESTORE),
    ("migrate --to {export}.d", [*LOOK, *LOOK, *CHANGE, *LOOK]),  # its policy is locked just before
)

EXITS = {"maintenance end 1": 1, "doctor": 1, "policy test": 2, "check --nagios --now +2h": 2}
"""Where the answer is no, or the tests are of another policy."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store in which every command has something to do."""
    home = tmp_path_factory.mktemp("home")
    shell = Shell(home / "store", _env(home))
    shell.follow(POLICY)
    shell.done("policy", "check")
    for title in ("Mail is down", "Disk full", "No badge", "Printer jams", "VPN slow", "Door"):
        shell.log(title)
    shell.done("escalate", "3", "--to", "L3")
    shell.done("escalate", "4", "--to", "L2")
    shell.done("wait", "5", "--for", "vendor")
    shell.done("resolve", "6")
    shell.done("stakeholder", "add", "2", "bo")
    return home


def _env(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "ESCALATE_NOW": NINE, "ESCALATE_ACTOR": "ana"}


def test_every_command_is_among_them() -> None:
    typed = [f"{row} " for row, _ in ROWS]
    assert {name for name in COMMANDS if not any(t.startswith(f"{name} ") for t in typed)} == set()


@pytest.mark.parametrize(("typed", "expected"), ROWS, ids=[row for row, _ in ROWS])
def test_a_command_reads_once_to_look_and_once_to_change(
    made: Path, tmp_path: Path, typed: str, expected: list[str]
) -> None:
    shutil.copytree(made / "store", tmp_path / "store")
    shell = Shell(tmp_path / "store", _env(made))
    export, backup = tmp_path / "export.csv", tmp_path / "backup.tar"
    export.write_text(EXPORT, encoding="utf-8")
    if "{backup}" in typed:
        shell.done("backup", str(backup))
    key = shell.done("outbox", "list").rows[0][0]
    with watching() as seen:
        done = shell(
            *typed.format(export=export, backup=backup, key=key, policy=shell.policy).split()
        )
    assert (done.code, seen) == (EXITS.get(typed, 0), expected), done


def test_an_idle_check_takes_no_lock(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "store", tmp_path / "store")
    shell = Shell(tmp_path / "store", _env(made))
    shell.done("check", now="+2h")
    with watching() as seen:
        shell.done("check", "--table", now="+2h")
    assert seen == LOOK
