"""`policy test NEW` and `policy apply NEW`: another policy is tried, and takes the place of one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import PROGRAM, Result, Shell, answering

HOUR = "    clock: resolve\n    at: 1h"


@pytest.fixture
def new(support: Shell, tmp_path: Path) -> Path:
    """Write a policy that differs from the one in use by its name alone."""
    file = tmp_path / "new policy.yaml"
    text = support.policy.read_text(encoding="utf-8")
    file.write_text(text.replace("name: IT support", "name: renamed"), encoding="utf-8")
    support.log("Mail is down", "-p", "P1")
    return file


def name_of(escalate: Shell) -> str:
    """Return what the policy in use is called."""
    return str(escalate.done("policy", "show", "--json").data["name"])


def slow(new: Path) -> None:
    """Change the policy so that a test of the one in use fails."""
    text = new.read_text(encoding="utf-8")
    new.write_text(text.replace(HOUR, HOUR.replace("1h", "2h")), encoding="utf-8")


def test_a_policy_is_tested_by_the_tests_of_the_one_in_use(support: Shell, new: Path) -> None:
    assert "all passed" in support.done("policy", "test", str(new)).stderr
    slow(new)
    assert support("policy", "test", str(new)).code == 1


def test_or_by_those_beside_it_or_those_that_are_named(support: Shell, new: Path) -> None:
    slow(new)
    tests = """\
tests:
- name: one
  at: 2026-11-23 09:00
  ticket: {title: x}
  steps: [{expect: {level: L1}}]
"""
    beside = new.with_suffix(".test.yaml")
    beside.write_text(tests, encoding="utf-8")
    assert support.done("policy", "test", str(new)).stderr.startswith("1 test, all passed")
    own = str(support.store / "policy.test.yaml")
    assert support("policy", "test", own, str(new)).code == 1
    assert support.done("policy", "test", own).code == 0


def test_one_policy_is_tested_at_a_time(support: Shell, new: Path) -> None:
    done = support("policy", "test", str(new), str(support.policy))
    assert (done.stdout, done.code) == ("", 2)
    assert "are two policies\nhelp: one is tested at a time" in done.stderr


def test_it_takes_the_place_of_the_one_in_use_which_is_kept(support: Shell, new: Path) -> None:
    before = support.policy.read_bytes()
    done = support.done("policy", "apply", str(new), "--yes", now="+1h")
    assert [row[0] for row in done.rows] == ["T-1"]
    said = done.stderr.splitlines()
    assert said[0].endswith("tests passed")
    assert " of 1 ticket of the last 90d would have gone another way: " in said[1]
    assert said[2].endswith("policy.yaml; the one before is policy.yaml.bak")
    assert name_of(support) == "renamed"
    assert (support.store / "policy.yaml.bak").read_bytes() == before
    assert support.done("verify").code == 0


def test_its_own_tests_come_with_it(support: Shell, new: Path) -> None:
    tests = (support.store / "policy.test.yaml").read_bytes() + b"# more\n"
    new.with_suffix(".test.yaml").write_bytes(tests)
    support.done("policy", "apply", str(new), "-y")
    assert (support.store / "policy.test.yaml").read_bytes() == tests


def test_only_what_a_query_finds_follows_it(support: Shell, new: Path) -> None:
    support.log("Printer", "-p", "P4")
    done = support.done("policy", "apply", str(new), "-y", "--only", "priority:P4")
    assert [row[0] for row in done.rows] == ["T-2"]


def test_a_store_without_a_policy_of_its_own_gets_it(escalate: Shell, new: Path) -> None:
    escalate.policy.unlink()
    (escalate.store / "policy.test.yaml").unlink()
    (escalate.store / "tickets.json").unlink()
    done = escalate.done("policy", "apply", str(new), "-y")
    assert done.stderr.splitlines()[0].startswith("no tests of it")
    assert name_of(escalate) == "renamed"


def mistaken(new: Path) -> None:
    """Leave only the version of the policy."""
    new.write_text("version: 1\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "code", "error"),
    [
        (slow, 1, "the policy in use stays, as not all of its tests pass: escalate policy test"),
        (mistaken, 2, "escalate: error: the policy cannot be used"),
        (Path.unlink, 2, "cannot be read: no such file"),
    ],
    ids=["a test fails", "a mistake", "no file"],
)
def test_what_speaks_against_it_leaves_the_one_in_use(
    support: Shell, new: Path, spoil: Callable[[Path], None], code: int, error: str
) -> None:
    spoil(new)
    before = {file.name: file.read_bytes() for file in support.store.iterdir()}
    done = support("policy", "apply", str(new), "--yes")
    assert done.code == code
    assert error in done.stderr
    assert {file.name: file.read_bytes() for file in support.store.iterdir()} == before


def test_in_a_pipe_it_wants_a_yes(support: Shell, new: Path) -> None:
    done = support("policy", "apply", str(new))
    assert (done.stdout, done.code) == ("", 2)
    advice = f"help: escalate policy apply '{new}' --yes\n"
    assert done.stderr.endswith(f"escalate: error: the policy in use stays\n{advice}")
    assert name_of(support) == "IT support"


def test_the_policy_in_use_is_not_put_in_its_own_place(support: Shell) -> None:
    own = support.policy
    done = support("policy", "apply", str(own), "-y")
    help_ = "help: escalate policy apply\n"
    assert done == Result("", f"escalate: error: {own} is the policy in use already\n{help_}", 2)


@pytest.mark.parametrize(("answer", "name"), [("no", "IT support"), ("yes", "renamed")])
def test_on_a_terminal_it_is_asked_for(support: Shell, new: Path, answer: str, name: str) -> None:
    command = [PROGRAM, "policy", "apply", str(new)]
    shown = answering(command, {**support.env, "TERM": "dumb"}, [("in place? [no]", f"{answer}\n")])
    assert "1  yes\n  2  no" in shown.stdout
    assert name_of(support) == name
