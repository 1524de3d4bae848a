"""A policy file that is gone, or no file any more, is a broken policy: what was pinned applies."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.shell import Result, Shell

LATER = "2026-11-23T10:30:00+01:00"


def _is_a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def _is_a_dead_link(path: Path) -> None:
    path.symlink_to("gone/away.yaml")


def _is_a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


WAYS: dict[str, Callable[[Path], object]] = {
    "is gone": lambda _path: None,
    "is a folder": Path.mkdir,
    "is a pipe": os.mkfifo,
    "is a link to itself": _is_a_link_to_itself,
    "is a dead link": _is_a_dead_link,
    "is a socket": _is_a_socket,
    "is mistaken": lambda path: path.write_text("version: 9\n", encoding="utf-8"),
}
SAID = {
    "is gone": "policy.yaml is gone",
    "is a folder": "policy.yaml cannot be read: is a directory",
    "is a pipe": "policy.yaml is no regular file",
    "is a link to itself": "policy.yaml cannot be read: too many levels of symbolic links",
    "is a dead link": "policy.yaml is a link that leads nowhere",
    "is a socket": "policy.yaml cannot be read: no such device or address",
    "is mistaken": "missing key 'ladders'",
}
ways = pytest.mark.parametrize("way", WAYS)


@pytest.fixture(autouse=True)
def _in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a command that waits for a pipe fail instead."""
    monkeypatch.chdir(tmp_path)
    signal.alarm(30)
    yield
    signal.alarm(0)


@pytest.fixture
def pinned(support: Shell) -> Shell:
    """Keep a store that pinned a policy from a file, under which P1 is due in minutes."""
    support.log("Mail is down", "-p", "P1")
    return support


def spoil(escalate: Shell, way: str) -> Path:
    """Let something else be where the policy was."""
    path = escalate.policy
    if path.is_dir():
        path.rmdir()
    path.unlink(missing_ok=True)
    WAYS[way](path)
    return path


def warned(done: Result, meanwhile: str) -> None:
    """Expect one warning, that says what applies meanwhile."""
    assert done.stderr.startswith("escalate: warning: the policy ")
    assert done.stderr.count("warning: ") == 1
    assert len(done.stderr.splitlines()) == 2
    assert done.stderr.endswith(f"; meanwhile {meanwhile}\n")


PINNED = "the version applies that was pinned last"
BUILT_IN = "the built-in policy applies"


@ways
@pytest.mark.parametrize(
    "argv",
    [
        ("log", "Disk full", "-q"),
        ("ack", "1"),
        ("note", "1", "on it"),
        ("list",),
        ("why", "1"),
        ("backup",),
    ],
    ids=lambda argv: argv[0],
)
def test_commands_go_by_what_was_pinned(pinned: Shell, way: str, argv: tuple[str, ...]) -> None:
    spoil(pinned, way)
    done = pinned.done(*argv)
    warned(done, PINNED)
    assert done.stdout


@ways
def test_a_new_ticket_follows_the_pinned_version(pinned: Shell, way: str) -> None:
    spoil(pinned, way)
    pinned.log("Mail is slow", "-p", "P1")
    first, second = (pinned.show(ticket) for ticket in ("1", "2"))
    assert first["policy"] == second["policy"]
    assert first["clocks"]["resolve"] == second["clocks"]["resolve"]


@ways
def test_check_goes_by_it_and_ends_in_2(pinned: Shell, way: str) -> None:
    spoil(pinned, way)
    done = pinned("check", now=LATER)
    assert done.code == 2
    assert "p1-one-hour: L1 -> L2" in done.stdout
    warned(done, PINNED)


@ways
def test_policy_check_says_no(pinned: Shell, way: str) -> None:
    path = spoil(pinned, way)
    done = pinned("policy", "check")
    assert (done.stderr, done.code) == ("", 1)
    assert done.stdout.startswith(f"{path}:1:")
    assert SAID[way] in done.stdout
    problem, *_ = pinned("policy", "check", "--json").data
    assert (problem["file"], problem["severity"]) == (str(path), "error")


@ways
def test_monitoring_hears_of_it(pinned: Shell, way: str) -> None:
    spoil(pinned, way)
    done = pinned("check", "--nagios")
    assert (done.code, done.stderr) == (3, "")
    assert done.stdout.startswith("ESCALATE UNKNOWN - the policy ")


@ways
def test_doctor_and_where_say_it(pinned: Shell, way: str) -> None:
    path = spoil(pinned, way)
    doctor = pinned("doctor", "--json")
    assert doctor.code == 1
    assert [each["found"][:10] for each in doctor.data if each["check"] == "policy"] == [
        "the policy"
    ]
    told = pinned.done("where", "--json")
    assert told.data["policy"] == str(path)
    assert (told.data["policy_version"] is None) == (way != "is mistaken")
    warned(told, PINNED)


@ways
@pytest.mark.parametrize("verb", ["apply", "flow", "show", "test"])
def test_what_is_about_the_policy_itself_refuses(pinned: Shell, way: str, verb: str) -> None:
    spoil(pinned, way)
    done = pinned("policy", verb)
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith("escalate: error: the policy ")


@ways
def test_init_overwrites_nothing_and_says_what_is_wrong(pinned: Shell, way: str) -> None:
    path = spoil(pinned, way)
    done = pinned.done("init", "--json")
    if way == "is gone":
        assert (done.data["new"], path.is_file()) == (True, True)
        assert "warning" not in done.stderr
    else:
        assert done.data["new"] is False
        assert done.stderr.splitlines()[1].startswith("escalate: warning: the policy ")


def test_after_init_the_built_in_policy_applies_without_a_word(pinned: Shell) -> None:
    spoil(pinned, "is gone")
    pinned.done("init")
    assert pinned("check").stderr == ""
    assert pinned.done("policy", "check").stderr == "the policy is sound\n"


def test_once_it_is_back_nothing_is_said(pinned: Shell) -> None:
    path = pinned.policy
    text = path.read_bytes()
    spoil(pinned, "is gone")
    pinned.done("note", "1", "where is it?")
    path.write_bytes(text)
    assert pinned.done("note", "1", "here").stderr == ""


@pytest.mark.parametrize("way", [way for way in WAYS if way != "is gone"])
def test_what_was_never_pinned_gives_way_to_the_built_in(support: Shell, way: str) -> None:
    spoil(support, way)
    done = support.done("log", "Mail is down", "-p", "P1", "-q")
    warned(done, BUILT_IN)
    assert support("policy", "check").code == 1
    checked = support("check", now=LATER)
    assert checked.code == 2
    warned(checked, BUILT_IN)
    spoil(support, "is gone")
    assert support("check", now=LATER) == Result("", "", 0), "the same as without a file"


def test_what_was_logged_meanwhile_is_routed_once_the_policy_is_applied(support: Shell) -> None:
    text = support.policy.read_bytes()
    path = spoil(support, "is mistaken")
    support.done("log", "Printer", "-q")
    path.write_bytes(text)
    support.log("Scanner")
    applied = support.done("policy", "apply")
    assert applied.stderr == "nobody's until now, routed as a log would be: T-1\n"
    late, other = (support.show(number) for number in ("1", "2"))
    assert (late["team"], late["owner"]) == (other["team"], other["owner"])
    assert late["team"] is not None
    assert support.done("verify").code == support.done("policy", "replay", "--exit-code").code == 0


def test_without_a_file_ever_the_built_in_applies_without_a_word(escalate: Shell) -> None:
    for argv in (("log", "Mail is down"), ("ack", "1"), ("check",), ("list",)):
        assert escalate.done(*argv).stderr.count("warning") == 0
    told = escalate.done("policy", "check")
    assert told == Result("", "the built-in policy applies, and it is sound\n", 0)
    assert escalate.done("where", "--json").data["policy"] == "built-in"


def test_a_policy_that_was_asked_for_has_no_stand_in(pinned: Shell, tmp_path: Path) -> None:
    for argv in (["list"], ["policy", "check"], ["check"]):
        done = pinned(*argv, "--policy", str(tmp_path / "none.yaml"))
        assert (done.code, done.stdout) == (2, "")
        assert "none.yaml cannot be read: no such file" in done.stderr


def test_messages_still_go_out_by_the_pinned_channels(escalate: Shell) -> None:
    escalate.done("init", "--sample", "it-support")
    escalate.amend("\npeople:\n", "\nchannels:\n  log: {file: sent.jsonl}\npeople:\n")
    escalate.amend("bo: {", 'bo: {contact: ["log:bo"], ')
    escalate.log("Mail is down", "-p", "P1")
    spoil(escalate, "is a dead link")
    escalate("check", now=LATER)
    assert "T-1" in (escalate.store / "sent.jsonl").read_text(encoding="utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_policy_that_cannot_be_read_is_broken(pinned: Shell) -> None:
    pinned.policy.chmod(0)
    warned(pinned.done("list"), PINNED)
    assert pinned("policy", "check").code == 1
