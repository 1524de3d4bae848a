"""Archive, doctor, backup and restore, as people type them."""

import subprocess
from collections.abc import Callable

import pytest

from tests.cli.shell import PROGRAM, Result, Shell

LONG_AFTER = "2027-02-01T09:00:00Z"


@pytest.fixture
def closed(escalate: Shell) -> Shell:
    """Log T-1 and T-2, and close T-1."""
    escalate.log("one")
    escalate.log("two")
    escalate.done("resolve", "1")
    escalate.done("close", "1")
    return escalate


def test_archive_says_how_many(closed: Shell) -> None:
    assert closed.done("archive", now=LONG_AFTER).rows == [["archived", "1"], ["held_back", "0"]]
    assert closed.done("archive", "--json", now=LONG_AFTER).data == {"archived": 0, "held_back": 0}
    assert (closed.store / "archive" / "0001.json").is_file()


def test_archive_takes_another_time(closed: Shell) -> None:
    assert closed.done("archive", "--closed-for", "1w").rows == [
        ["archived", "0"],
        ["held_back", "0"],
    ]
    assert closed.done("archive", "--closed-for", "0s").rows == [
        ["archived", "1"],
        ["held_back", "0"],
    ]
    assert closed("archive", "--closed-for", "soon").code == 2


def test_an_archived_ticket_is_found_by_every_command(closed: Shell) -> None:
    closed.done("archive", now=LONG_AFTER)
    assert closed.show("1")["title"] == "one"
    for verb in ("why", "verify", "forecast"):
        closed.done(verb, "1", now=LONG_AFTER)
    assert [row[0] for row in closed.done("list", "--all").rows] == ["T-2", "T-1"]
    assert [row["id"] for row in closed.done("list", "--all", "--json").data] == ["T-2", "T-1"]
    closed.done("reopen", "1", now=LONG_AFTER)
    assert [row[0] for row in closed.done("list", now=LONG_AFTER).rows] == ["T-2", "T-1"]


def test_check_archives_without_a_word(closed: Shell) -> None:
    closed.done("check", now=LONG_AFTER)
    assert (closed.store / "archive" / "0001.json").is_file()
    assert closed.done("check", now=LONG_AFTER).stdout == ""


def test_on_a_terminal_check_says_what_it_archived(
    closed: Shell, terminal: Callable[..., Result]
) -> None:
    shown = terminal("check", "--now", "+53w")
    assert "archived 1 ticket, closed long ago" in shown.plain


def test_doctor_finds_nothing_wrong_with_a_healthy_store(escalate: Shell) -> None:
    assert "there is no ticket" in escalate.done("doctor").stderr
    escalate.log("one")
    escalate.done("check")
    assert escalate.done("doctor").stdout == ""
    assert escalate.done("doctor", "--json").data == []


def test_doctor_names_what_to_type(escalate: Shell) -> None:
    escalate.log("one")
    result = escalate("doctor")
    assert result.code == 1
    [[check, found, remedy]] = result.rows
    assert (check, found) == (
        "heartbeat",
        "check has never run, as far as is noted; open tickets: 1",
    )
    assert "escalate check" in remedy


def test_doctor_on_a_terminal_puts_the_remedy_below(
    escalate: Shell, terminal: Callable[..., Result]
) -> None:
    escalate.log("one")
    job = f"{PROGRAM} check --store {escalate.store}"
    assert terminal("doctor").plain.splitlines() == [
        "heartbeat: check has never run, as far as is noted; open tickets: 1",
        f"  help: crontab -e, then: */5 * * * * {job}",
    ]
    assert subprocess.run(["env", "-i", *job.split()], check=False).returncode == 0


def test_doctor_writes_times_as_whoever_looks_has_them(
    support: Shell, terminal: Callable[..., Result]
) -> None:
    support.log("one")
    support.done("check")
    [said] = [
        row[1] for row in support("doctor", now="+2h").rows if row[1].startswith("check last")
    ]
    assert said == "check last ran at 2026-11-23T08:00:00Z; open tickets: 1"
    shown = terminal("doctor", "--now", "+2h").plain
    assert "check last ran at Mon 2026-11-23 09:00 CET (2h ago); open tickets: 1\n" in shown


def test_doctor_tells_of_a_broken_policy(escalate: Shell) -> None:
    escalate.log("one")
    escalate.done("check")
    escalate.follow("version: 1\nnonsense: 2\n")
    result = escalate("doctor", "--json")
    assert (result.code, result.data[0]["check"]) == (1, "policy")
    assert result.data[0]["remedy"] == "escalate policy check"


def test_what_an_error_says_to_type_mends_it(escalate: Shell) -> None:
    for title in ("one", "two"):
        escalate.log(title)
    path = escalate.store / "tickets.json"
    path.write_bytes(path.read_bytes()[:900])
    refused = escalate("log", "three")
    assert refused.code == 2
    assert "escalate doctor --restore" in refused.stderr
    assert escalate("doctor").rows[0][0] == "file"
    done = escalate.done("doctor", "--restore")
    assert done.rows == [[str(path), f"{path}.damaged-1", f"{path}.bak", "event 2"]]
    assert escalate.log("three") == "T-3"
    assert "nothing was restored" in escalate.done("doctor", "--restore").stderr


def test_doctor_cannot_restore_from_nothing(escalate: Shell) -> None:
    escalate.log("one")
    (escalate.store / "tickets.json").write_bytes(b"{")
    result = escalate("doctor", "--restore")
    assert result.code == 1
    assert "escalate restore FILE" in result.stdout


def test_a_backup_is_restored(closed: Shell) -> None:
    file = closed.done("backup", "--fields", "file").rows[0][1]
    closed.log("three")
    restored = closed.done("restore", file, "--json").data
    assert (restored["restored"], restored["tickets"]) == (file, 2)
    assert [row[0] for row in closed.done("list", "--all").rows] == ["T-2", "T-1"]
    closed.done("restore", restored["kept_before"])
    assert len(closed.done("list", "--all").rows) == 3


def test_a_file_that_is_no_backup_is_refused(closed: Shell) -> None:
    result = closed("restore", str(closed.store / "tickets.json"))
    assert result.code == 2
    assert "is not a backup" in result.stderr


@pytest.mark.parametrize("verb", ["archive", "backup", "restore", "doctor"])
def test_the_help_shows_examples(escalate: Shell, verb: str) -> None:
    assert "Examples" in escalate.done(verb, "--help").stdout
