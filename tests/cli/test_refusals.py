"""What goes wrong before anything happens: the line, the way out, the exit code."""

import os
from collections.abc import Callable

import pytest

from tests.cli.shell import Result, Shell

MISTAKES = """\
version: 1
name: Mistakes
timezone: Europe/Berln
calenders: {}
calendars:
  office: {mon-fri: ["09:00-08:00"]}
priorities: [P1, P2]
default_priority: P3
ladders:
  functional:
    - {level: L1, nam: First}
  management:
    - {level: lead}
targets:
  - {when: {prioritty: P9}, calendar: ofice, resolve: 4}
triggers:
  - {type: clok, name: a, clock: resolve, at: 1h}
  - {type: clock, name: b, clock: resolve, at: 1h, escalate: L9}
  - {type: clock, name: b, clock: resolve, at: 1h, notify: nobody}
"""


@pytest.mark.parametrize(
    ("argv", "code", "error", "advice"),
    [
        (["lits"], 2, "unknown command 'lits'", "did you mean 'list'?"),
        (["create"], 2, "unknown command 'create'", "did you mean 'log'?"),
        (["policy", "chek"], 2, "unknown command 'chek'", "did you mean 'check'?"),
        (["show", "99"], 1, "no ticket T-99", "escalate list --all shows every ticket"),
        (["show", "T-x"], 2, "'T-x' is not a ticket id", "write it as T-12 or 12"),
        (["ack"], 2, "missing argument 'ID...'", "for example: escalate ack 12"),
        (["log", "A", "--prioritty", "P1"], 2, "no such option: --prioritty", "'--priority'"),
        (["list", "--fields", "titel"], 2, "'titel'", "title"),
        (["list", "--now", "tomorow"], 2, "'tomorow' is not a point in time", "tomorrow 9:00"),
        (["--json", "list"], 2, "--json belongs after the command", "escalate COMMAND --json"),
        (["list", "--store", "mysql://x"], 2, "a store at mysql:// is not supported", "folder"),
        (["list", "--policy", "/none.yaml"], 2, "/none.yaml cannot be read", ""),
        (["init", "--sample", "nothing"], 2, "nothing", "default, it-support"),
        (["forecast", "1", "--for", "3"], 2, "'3' is not a duration", "15m"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_slip_is_answered_with_a_way_out(
    escalate: Shell, argv: list[str], code: int, error: str, advice: str
) -> None:
    refused = escalate(*argv)
    assert (refused.stdout, refused.code) == ("", code)
    first, *rest = refused.stderr.splitlines()
    assert first.startswith("escalate: error: ")
    assert error in first
    assert advice in "\n".join(rest)
    assert "Traceback" not in refused.stderr


def test_ten_mistakes_in_a_policy_are_all_shown_at_once(escalate: Shell) -> None:
    file = escalate.store.with_name("bad.yaml")
    file.write_text(MISTAKES, encoding="utf-8")
    refused = escalate("log", "A", "--policy", str(file))
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr.startswith("escalate: error: the policy cannot be used: 12 errors\n")
    assert refused.stderr.count(": error: ") == 1 + 12
    assert f"{file}:15:13: error: unknown key 'prioritty'" in refused.stderr
    assert refused.stderr.endswith("help: escalate policy check lists them again, with warnings\n")
    assert not escalate.store.exists()


def test_a_file_where_the_store_should_be_is_left_alone(escalate: Shell) -> None:
    escalate.store.write_text("mine", encoding="utf-8")
    for argv in (["log", "A"], ["init"], ["list"]):
        refused = escalate(*argv)
        assert (refused.stdout, refused.code) == ("", 2)
        assert "not a directory" in refused.stderr
    assert escalate.store.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_may_not_be_written_says_so(escalate: Shell) -> None:
    if os.geteuid() == 0:
        escalate.env["ESCALATE_STORE"] = "/proc/nowhere"  # not even the superuser writes there
    else:
        escalate.store.mkdir(mode=0o500)
    refused = escalate("log", "A")
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr.startswith("escalate: error: cannot write ")
    assert "nothing was changed" in refused.stderr


def test_the_program_itself_never_shows_a_traceback(
    escalate: Shell, program: Callable[..., Result]
) -> None:
    escalate.store.write_text("mine", encoding="utf-8")
    refused = program("log", "A")
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr.count("\n") == 1


def test_a_store_that_was_torn_is_refused_not_replaced(escalate: Shell) -> None:
    escalate.log("A")
    file = escalate.store / "tickets.json"
    file.write_bytes(file.read_bytes()[:-40])
    torn = file.read_bytes()
    for argv in (["log", "B"], ["note", "1", "x"], ["edit", "1", "--title", "B"]):
        refused = escalate(*argv)
        assert (refused.stdout, refused.code) == ("", 2)
        assert "the store is damaged" in refused.stderr
        assert ".bak" in refused.stderr
    for argv in (["list"], ["check"]):
        warned = escalate(*argv)
        assert (warned.code, "the store is damaged" in warned.stderr) == (2, True)
    assert file.read_bytes() == torn


def test_the_instant_is_an_option_of_every_command(escalate: Shell) -> None:
    escalate.log("A", now="2026-12-01T08:00:00Z")
    escalate.done("ack", "1", now="2026-12-01 10:00")
    escalate.env["ESCALATE_NOW"] = "2026-12-01T12:00:00Z"
    escalate.done("note", "1", "here", now="+30m")
    at = [event["at"] for event in escalate.show()["events"]]
    assert at == ["2026-12-01T08:00:00Z", "2026-12-01T10:00:00Z", "2026-12-01T12:30:00Z"]


def test_help_shows_arguments_options_and_examples(escalate: Shell) -> None:
    shown = escalate.done("ack", "--help").stdout
    assert "Usage: escalate ack" in shown
    assert "escalate ack 12" in shown
    assert escalate.done("ack", "-h").stdout == escalate.done("help", "ack").stdout == shown
