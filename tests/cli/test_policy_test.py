"""`policy test`: a changed policy is tried before it applies."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.shell import Result, Shell

SAYS = """\
tests:
- name: a critical ticket climbs after an hour
  at: 2026-11-23 09:00
  ticket: {title: VPN drops, priority: P1}
  steps:
  - {after: 59m, expect: {level: L1}}
  - {after: 1h, expect: {level: L2, owner: bo}}
- name: the manager is involved
  at: 2026-11-23 09:00
  ticket: {title: VPN drops, priority: P1}
  steps: [{expect: {management: manager}}]
"""
ONE_HOUR = "    clock: resolve\n    at: 1h"
LATE = "policy.test.yaml:7:33: at Mon 2026-11-23 10:00 CET: level is L1, not L2"
OWNER = "policy.test.yaml:7:44: at Mon 2026-11-23 10:00 CET: owner is ana, not bo"


@pytest.fixture
def tested(support: Shell) -> Shell:
    """A team with a policy and two tests of it."""
    (support.store / "policy.test.yaml").write_text(SAYS, encoding="utf-8")
    return support


@pytest.fixture
def slower(tested: Shell) -> Shell:
    """The same, after somebody has changed one hour to two."""
    tested.amend(ONE_HOUR, ONE_HOUR.replace("1h", "2h"))
    return tested


def test_where_all_pass_nothing_is_printed(tested: Shell) -> None:
    passed = tested("policy", "test")
    assert (passed.stdout, passed.code) == ("", 0)
    said, unfired = passed.stderr.splitlines()
    assert said == "2 tests, all passed"
    assert unfired.startswith("fired by no test: inform-director, resolve-warning, ")
    assert tested("policy", "test", "-q") == Result("", "", 0)


def test_a_change_that_breaks_a_promise_is_shown_at_its_line(slower: Shell) -> None:
    failed = slower("policy", "test", "--table")
    file = slower.store / "policy.test.yaml"
    assert failed.stdout.splitlines() == [
        "FAILED  a critical ticket climbs after an hour",
        f"  {file.with_name(LATE)}",
        f"  {file.with_name(OWNER)}",
        "ok      the manager is involved",
    ]
    assert failed.stderr.startswith("2 tests, 1 failed\n")
    assert failed.code == 1


def test_in_a_pipe_each_failure_is_a_record(slower: Shell) -> None:
    failed = slower("policy", "test", "-q")
    first, second = failed.rows
    assert (failed.stderr, failed.code) == ("", 1)
    assert first == [
        str(slower.store / "policy.test.yaml"),
        *("7", "33", "a critical ticket climbs after an hour", "2026-11-23T09:00:00Z"),
        *("level", "L2", "L1", "level is L1, not L2"),
    ]
    assert second[-1] == "owner is ana, not bo"
    chosen = slower("policy", "test", "--fields", "line,message", "-q")
    assert chosen.rows[0] == ["7", "level is L1, not L2"]
    seen = slower("policy", "test", "--fields", "line,message", "--table", "-q")
    assert seen.stdout.splitlines()[0].split() == ["LINE", "MESSAGE"]


def test_a_document_tells_of_every_test(slower: Shell) -> None:
    told = slower("policy", "test", "--json", "-q")
    assert told.code == 1
    assert (told.data["schema"], told.data["failed"]) == (1, 1)
    assert [test["passed"] for test in told.data["tests"]] == [False, True]
    assert "vip-customer" in told.data["unfired"]


def test_another_policy_is_tried_before_it_applies(tested: Shell, tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    text = tested.policy.read_text(encoding="utf-8")
    new.write_text(text.replace(ONE_HOUR, ONE_HOUR.replace("1h", "2h")), encoding="utf-8")
    tests = str(tested.store / "policy.test.yaml")
    assert tested("policy", "test", "--policy", str(new), tests).code == 1
    assert tested("policy", "test", tests).code == 0
    beside = new.with_suffix(".test.yaml")
    beside.write_text(SAYS, encoding="utf-8")
    assert tested("policy", "test", "--policy", str(new)).code == 1


def test_several_files_are_one_run(tested: Shell, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(SAYS, encoding="utf-8")
    both = tested("policy", "test", str(tested.store / "policy.test.yaml"), str(other))
    assert both.stderr.startswith("4 tests, all passed\n")


def test_the_store_is_left_alone(tested: Shell) -> None:
    before = sorted(path.name for path in tested.store.iterdir())
    tested.done("policy", "test")
    assert sorted(path.name for path in tested.store.iterdir()) == before


def test_a_mistake_in_the_tests_is_no_failure(tested: Shell) -> None:
    file = tested.store / "policy.test.yaml"
    file.write_text(SAYS.replace("owner: bo", "ower: bo"), encoding="utf-8")
    refused = tested("policy", "test")
    assert (refused.stdout, refused.code) == ("", 2)
    first, place, *_ = refused.stderr.splitlines()
    assert first == "escalate: error: the tests cannot be run: 1 error"
    assert place == f"  {file}:7:37: error: unknown key 'ower'"
    assert "help: did you mean 'owner'?" in refused.stderr


def test_tests_that_are_not_there_are_named(tested: Shell) -> None:
    file = tested.store / "policy.test.yaml"
    file.unlink()
    refused = tested("policy", "test")
    said = f"escalate: error: the file of tests {file} cannot be read: no such file or directory\n"
    assert (refused.stdout, refused.stderr, refused.code) == ("", said, 2)


def test_the_built_in_policy_has_no_tests_beside_it(escalate: Shell) -> None:
    refused = escalate("policy", "test")
    assert (refused.stdout, refused.code) == ("", 2)
    assert "the built-in policy has no file with tests beside it" in refused.stderr
    assert "escalate init" in refused.stderr


def test_a_broken_policy_is_not_replaced_by_an_older_one(tested: Shell) -> None:
    tested.log("Mail is down")
    tested.follow("version: 2\n")
    refused = tested("policy", "test")
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr.startswith("escalate: error: the policy cannot be used")


def test_on_a_terminal_there_is_a_line_for_each_test(
    slower: Shell, terminal: Callable[..., Result]
) -> None:
    shown = terminal("policy", "test")
    assert shown.plain.splitlines()[0] == "FAILED  a critical ticket climbs after an hour"
    assert "\x1b[31mFAILED\x1b[0m" in shown.stdout
    assert shown.code == 1


TIED = """\
tests:
- name: an outage that two people report is late once
  at: 2026-11-23 09:00
  ticket: {title: No mail, priority: P1, requester: kim}
  steps:
  - {do: link, by: ana, duplicate_of: {title: Mail is down, priority: P1}, expect: {status: closed}}
  - {after: 5h, expect: {breached: [], fired: []}}
"""


def test_a_ticket_is_tied_to_another_one_that_its_step_describes(support: Shell) -> None:
    file = support.store / "policy.test.yaml"
    file.write_text(TIED, encoding="utf-8")
    passed = support("policy", "test")
    assert (passed.stdout, passed.code) == ("", 0)
    assert passed.stderr.startswith("1 test, all passed\n")
    file.write_text(TIED.replace("title: Mail", "titel: Mail"), encoding="utf-8")
    refused = support("policy", "test")
    assert (refused.stdout, refused.code) == ("", 2)
    assert f"  {file}:6:40: error: unknown key 'titel'" in refused.stderr


def test_what_the_tests_never_used_is_named_where_that_is_asked_for(tested: Shell) -> None:
    shown = tested("policy", "test", "--coverage", "--table")
    assert shown.code == 0
    assert shown.stderr == "2 tests, all passed\n"
    assert "  rules          3 of 13\n    never used: inform-director\n" in shown.stdout
    assert "    never used: p1-one-hour: priority otherwise\n" in shown.stdout
    piped = tested("policy", "test", "--coverage")
    assert piped.stdout == ""
    assert "    never used: inform-director\n" in piped.stderr
    told = tested("policy", "test", "--coverage", "--json", "-q").data["coverage"]
    assert (told["rules"]["n"], told["rules"]["used"]) == (13, 3)


def test_a_file_for_continuous_integration_is_written_over_none_but_such_a_one(
    slower: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "policy.xml"
    for _ in range(2):
        failed = slower("policy", "test", "--junit", str(file), "-q")
        assert failed.code == 1
        assert len(failed.rows) == 2
    assert '<testsuites name="escalate policy test" tests="2" failures="1"' in file.read_text()
    other = tmp_path / "notes.xml"
    other.write_text("<mine/>\n", encoding="utf-8")
    refused = slower("policy", "test", "--junit", str(other), "-q")
    assert (refused.stdout, refused.code) == ("", 2)
    assert f"the JUnit file cannot be written to {other}" in refused.stderr
    assert other.read_text(encoding="utf-8") == "<mine/>\n"
    own = slower("policy", "test", "--junit", str(slower.policy))
    assert (own.stdout, own.code) == ("", 2)
    assert "is a file of the store" in own.stderr


@pytest.mark.parametrize("broken", ["policy.yaml", "policy.test.yaml"])
def test_a_junit_file_of_before_is_no_success_where_nothing_can_be_read(
    tested: Shell, tmp_path: Path, broken: str
) -> None:
    file = tmp_path / "policy.xml"
    assert tested("policy", "test", "--junit", str(file)).code == 0
    assert 'failures="0" errors="0"' in file.read_text(encoding="utf-8")
    with (tested.store / broken).open("a", encoding="utf-8") as policy:
        policy.write("nonsense: <1>\n")
    failed = tested("policy", "test", "--junit", str(file))
    assert (failed.stdout, failed.code) == ("", 2)
    assert "unknown key 'nonsense'" in failed.stderr
    [suite] = ET.parse(file).getroot()  # noqa: S314 - it is ours
    assert (suite.get("tests"), suite.get("errors")) == ("1", "1")
    [case] = suite
    [error] = case
    assert "1 error" in (error.get("message") or "")
    assert "unknown key 'nonsense'" in (error.text or "")


def test_where_neither_tests_nor_the_junit_file_will_do_the_tests_are_said(
    tested: Shell, tmp_path: Path
) -> None:
    failed = tested("policy", "test", "none.yaml", "--junit", str(tmp_path))
    assert (failed.stdout, failed.code) == ("", 2)
    assert "none.yaml" in failed.stderr
    assert str(tmp_path) not in failed.stderr


def test_times_are_those_of_the_policy_that_is_tested(slower: Shell, tmp_path: Path) -> None:
    text = slower.policy.read_text(encoding="utf-8")
    file = tmp_path / "tokyo.yaml"
    file.write_text(text.replace("timezone: Europe/Berlin", "timezone: Asia/Tokyo"), "utf-8")
    junit = tmp_path / "policy.xml"
    shown = slower("policy", "test", str(file), "--table", "--junit", str(junit))
    assert shown.code == 1
    assert "at Mon 2026-11-23 10:00 JST: level is L1, not L2" in shown.stdout
    assert "10:00 JST: level is L1, not L2" in junit.read_text(encoding="utf-8")
