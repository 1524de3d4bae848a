"""A JUnit file is well formed whatever the tests are called, and says what failed where."""

import re
from xml.etree import ElementTree as ET

from msgspec.structs import replace

from escalate_cli.render.results.junit import BEGINNING, junit
from escalate_cli.usecases.policy.policy_tests import PolicyTestRun
from tests.unit.render.results.test_policy_test import NOTHING, REHEARSED, WALL, performed

EVIL = "]]>&amp;<x a=\"b\" c='d'>\x00\x0b\x1b[31m\ufffe\ud800\r\n\ttwo"


def read(tested: PolicyTestRun) -> ET.Element:
    """Read it as those do who show it."""
    text = junit(tested, WALL)
    assert text.startswith(BEGINNING)
    return ET.fromstring(text.encode())  # noqa: S314 - it is ours


def test_tests_are_counted_in_all_and_by_file() -> None:
    root = read(REHEARSED)
    assert (root.tag, root.attrib["tests"], root.attrib["failures"]) == ("testsuites", "2", "1")
    [suite] = root
    assert suite.attrib == {
        "name": "policy.test.yaml",
        "tests": "2",
        "failures": "1",
        "errors": "0",
        "skipped": "0",
        "time": "0",
    }
    assert [case.tag for case in suite] == ["testcase"] * 2
    assert suite[0].attrib == {
        "classname": "policy.test.yaml",
        "name": "a ticket climbs after an hour",
        "time": "0",
    }


def test_a_test_that_failed_says_everything_that_did() -> None:
    [failure] = read(REHEARSED)[0][1]
    assert failure.attrib == {"type": "level", "message": "level is L1, not L2"}
    where = "policy.test.yaml:12:9: at Mon 2026-11-23 10:00 CET: "
    assert (failure.text or "").splitlines() == [
        f"{where}level is L1, not L2",
        f"{where}fired is [], not [critical, late]",
        f"{where}due resolve is none, not Mon 2026-11-23 13:00 CET",
        f"{where}close: T-1 is open: it cannot be closed",
    ]
    assert len(read(REHEARSED)[0][0]) == 0


def test_each_file_is_a_suite() -> None:
    one, two = performed("a"), performed("b")
    other = replace(two.test, location=replace(two.test.location, file="other.yaml"))
    root = read(PolicyTestRun((one, replace(two, test=other)), NOTHING))
    assert [suite.attrib["name"] for suite in root] == ["policy.test.yaml", "other.yaml"]


def test_hostile_names_are_text_and_nothing_else() -> None:
    [result] = (performed(EVIL),)
    evil = replace(result.test, location=replace(result.test.location, file=EVIL))
    root = read(PolicyTestRun((replace(result, test=evil),), NOTHING))
    shown = "]]>&amp;<x a=\"b\" c='d'><U+0000><U+000B><U+001B>[31m<U+FFFE><U+D800> two"
    assert root[0][0].attrib["name"].replace("  ", " ") == shown
    assert root[0].attrib["name"] == root[0][0].attrib["classname"]


def test_without_tests_it_is_empty() -> None:
    assert len(read(PolicyTestRun((), NOTHING))) == 0
    assert re.search('tests="0"', junit(PolicyTestRun((), NOTHING), WALL))
