"""A store that somebody else left on the way up: nothing of it is used, unless it is named."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import Shell

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")

EVE = 4242
CHANNELS = """
channels:
  mail: {command: [./notify.sh, "$address"]}
"""


def give(path: Path) -> None:
    """Give a file, a folder with all in it, or a link itself to somebody else."""
    for each in (path, *(path.rglob("*") if path.is_dir() and not path.is_symlink() else ())):
        os.chown(each, EVE, EVE, follow_symlinks=False)


def _with_channels(text: str) -> str:
    """Let a channel of the sample policy reach everybody."""
    head, people = text.split("\npeople:\n")
    people = re.sub(r"(?m)^(  \w+: \{)(name: )", r'\1contact: ["mail:x@example.org"], \2', people)
    return f"{head}{CHANNELS}\npeople:\n{people}"


@pytest.fixture
def mine(escalate: Shell, tmp_path: Path) -> Path:
    """Make a store of one's own, whose policy runs a program beside it."""
    escalate.done("init", "--sample", "it-support")
    escalate.follow(_with_channels(escalate.policy.read_text(encoding="utf-8")))
    escalate.done("policy", "check")
    escalate.done("log", "Mail is down", "-p", "P1", "-r", "kim")
    return escalate.store


@pytest.fixture
def trap(escalate: Shell, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand below a copy of that store, which holds a program that leaves a trace."""
    trap = tmp_path / "public" / ".escalate"
    shutil.copytree(mine, trap)
    program = trap / "notify.sh"
    program.write_text(f"#!/bin/sh\necho ran >> {tmp_path}/trace\n", encoding="utf-8")
    program.chmod(0o755)
    below = tmp_path / "public" / "work"
    below.mkdir()
    monkeypatch.chdir(below)
    del escalate.env["ESCALATE_STORE"]
    return trap


def _whole(trap: Path, mine: Path) -> Path:
    give(trap)
    return trap


def _link_to_my_policy(trap: Path, mine: Path) -> Path:
    (trap / "policy.yaml").unlink()
    (trap / "policy.yaml").symlink_to(mine / "policy.yaml")
    return _whole(trap, mine)


def _linked_store(trap: Path, mine: Path) -> Path:
    trap.rename(trap.with_name("mine"))
    trap.symlink_to("mine")
    give(trap)
    return trap


def _tickets(trap: Path, mine: Path) -> Path:
    give(trap / "tickets.json")
    return trap / "tickets.json"


def _policy(trap: Path, mine: Path) -> Path:
    give(trap / "policy.yaml")
    return trap / "policy.yaml"


def _link(trap: Path, mine: Path) -> Path:
    (trap / "policy.yaml").unlink()
    (trap / "policy.yaml").symlink_to(mine / "policy.yaml")
    return _policy(trap, mine)


def _policy_below_a_folder(trap: Path, mine: Path) -> Path:
    elsewhere = trap.with_name("rules")
    elsewhere.mkdir()
    (trap / "policy.yaml").rename(elsewhere / "policy.yaml")
    (trap / "policy.yaml").symlink_to(elsewhere / "policy.yaml")
    os.chown(elsewhere, EVE, EVE)
    return elsewhere


PIECES: dict[str, Callable[[Path, Path], Path]] = {
    "all of it": _whole,
    "all of it, with a link to my policy": _link_to_my_policy,
    "a link to a store of mine": _linked_store,
    "the tickets": _tickets,
    "the policy": _policy,
    "the link to my policy": _link,
    "the folder that the policy lies in": _policy_below_a_folder,
}


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
@pytest.mark.parametrize(
    "argv",
    [("check",), ("log", "Mail is slow"), ("list",), ("ack", "1", "--send"), ("policy", "flow")],
    ids=" ".join,
)
def test_it_is_refused_in_a_line_and_runs_nothing(
    escalate: Shell,
    trap: Path,
    mine: Path,
    piece: Callable[[Path, Path], Path],
    argv: tuple[str, ...],
) -> None:
    culprit = piece(trap, mine)
    before = (trap / "tickets.json").read_bytes()
    done = escalate(*argv, now="+1h")
    assert (done.stdout, done.code) == ("", 2)
    assert done.stderr == (
        f"escalate: error: {culprit} belongs to uid:4242, and nobody named it, so it is not used\n"
        f"help: if you trust uid:4242: --store {trap}, or export ESCALATE_STORE={trap}\n"
    )
    assert (trap / "tickets.json").read_bytes() == before
    assert not (mine.parent / "trace").exists()


def test_a_policy_that_was_named_sends_nothing_from_it(
    escalate: Shell, trap: Path, mine: Path
) -> None:
    give(trap)
    escalate.env["ESCALATE_POLICY"] = str(mine / "policy.yaml")
    assert f"{trap} belongs to uid:4242" in escalate("check", now="+1h").stderr
    assert not (mine.parent / "trace").exists()


def test_named_it_is_used_and_runs_what_lies_beside_its_own_policy(
    escalate: Shell, trap: Path, mine: Path
) -> None:
    give(trap)
    escalate.done("check", "--store", str(trap), now="+1h")
    assert (mine.parent / "trace").exists()


def test_named_it_brings_no_program_to_a_policy_that_lies_elsewhere(
    escalate: Shell, trap: Path, mine: Path
) -> None:
    _link_to_my_policy(trap, mine)
    done = escalate("check", "--store", str(trap), now="+1h")
    assert done.code == 2
    assert "./notify.sh cannot be run" in done.stderr
    assert not (mine.parent / "trace").exists()


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_those_who_only_look_say_whose_it_is(
    escalate: Shell, trap: Path, mine: Path, piece: Callable[[Path, Path], Path]
) -> None:
    said = f"{piece(trap, mine)} belongs to uid:4242"
    told = escalate.done("where", "--json")
    assert told.data["store"] == str(trap)
    assert told.stderr.startswith(f"escalate: warning: {said}")
    checked = escalate.done("policy", "check")
    assert checked.stderr.startswith(f"escalate: warning: {said}")
    assert checked.stderr.endswith("the policy is sound\n")
    doctor = escalate("doctor", "--json")
    assert doctor.code == 1
    [owner] = [each for each in doctor.data if each["check"] == "owner"]
    assert owner["found"].startswith(said)
    assert "--store" in owner["remedy"]
    nagios = escalate("check", "--nagios")
    assert (nagios.code, nagios.stderr) == (3, "")
    assert nagios.stdout.startswith(f"ESCALATE UNKNOWN - {said}")


def test_doctor_mends_nothing_that_is_somebody_elses(escalate: Shell, trap: Path) -> None:
    (trap / "tickets.json").write_bytes(b"{")
    give(trap)
    assert escalate("doctor", "--restore").code == 2
    assert (trap / "tickets.json").read_bytes() == b"{"


def test_init_begins_nothing_in_a_folder_of_somebody_else(
    escalate: Shell, trap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (trap / "policy.yaml").unlink()
    give(trap)
    monkeypatch.chdir(trap.parent)
    assert f"{trap} belongs to uid:4242" in escalate("init").stderr
    assert not (trap / "policy.yaml").exists()


def test_in_a_teams_folder_members_need_name_nothing(escalate: Shell, trap: Path) -> None:
    trap.chmod(0o2770)
    _tickets(trap, trap)
    assert escalate.done("list").rows[0][0] == "T-1"
    assert escalate.log("Mail is slow") == "T-2"


def test_a_colleagues_folder_is_the_teams_once_it_is_named(escalate: Shell, trap: Path) -> None:
    give(trap)
    trap.chmod(0o2770)
    refused = escalate("log", "Mail is slow")
    assert refused.code == 2
    assert f"export ESCALATE_STORE={trap}" in refused.stderr
    escalate.env["ESCALATE_STORE"] = str(trap)
    assert escalate.log("Mail is slow") == "T-2"
