"""The page on findings: a section for each code, whose examples have it and do not have it."""

from pathlib import Path

import pytest

from escalate_cli.cli.finding_page import PAGE, FindingSection, explanations
from escalate_cli.cli.help_topics import page_named
from escalate_cli.domain.policy.finding_code import FindingCode
from tests.unit.policyfile.files import problems_of

ALL = list(explanations())
CHECKED = [each for each in ALL if each.kind == "yaml"]


def _codes(part: str, folder: Path) -> list[FindingCode]:
    return [problem.code for problem in problems_of(part, folder)]


def _named(each: FindingSection) -> str:
    return each.code.value


def test_each_code_has_its_section_in_their_order() -> None:
    assert [each.code for each in ALL] == list(FindingCode)
    assert page_named(PAGE).count("\n### ") == len(ALL)


def test_all_but_the_file_itself_has_an_example_that_is_checked() -> None:
    assert [each.code for each in ALL if each not in CHECKED] == [FindingCode.FILE]


@pytest.mark.parametrize("each", CHECKED, ids=_named)
def test_the_bad_example_has_the_finding_and_no_other(each: FindingSection, tmp_path: Path) -> None:
    assert _codes(each.bad, tmp_path) == [each.code]


@pytest.mark.parametrize("each", CHECKED, ids=_named)
def test_the_good_example_has_none(each: FindingSection, tmp_path: Path) -> None:
    assert _codes(each.good, tmp_path) == []
