"""Every mistake is reported at its line and column, in words that help."""

import re
from pathlib import Path

import pytest

from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.strict_yaml.diagnostics import render_problems
from tests.unit.policyfile.files import problems_of, with_part
from tests.unit.policyfile.snapshots import UPDATE, Block, blocks, record

MISTAKES = "mistakes.txt"
WARNINGS = "warnings.txt"
MANY = "many.txt"
DOUBTS = "doubts.txt"
NO_DOUBTS = "no_doubts.txt"
ELSEWHERE = {"E100", "E103"}
"""Codes of files that no block can be: one that is gone, and one that is too large."""


def _named(block: Block) -> str:
    return block.title


def _answered_as_recorded(name: str, block: Block, folder: Path | None = None) -> bool:
    text = with_part(block.snippet).decode()
    found = problems_of(block.snippet, folder)
    shown = render_problems(found, "policy.yaml", text, with_codes=True)
    if UPDATE:
        record(name, block, shown)
        return True
    return shown == block.answer


@pytest.mark.parametrize("block", blocks(MISTAKES), ids=_named)
def test_a_mistake_is_answered_at_its_place(block: Block) -> None:
    assert _answered_as_recorded(MISTAKES, block)


@pytest.mark.parametrize("block", blocks(MISTAKES), ids=_named)
def test_one_mistake_is_one_error(block: Block) -> None:
    assert [problem.severity for problem in problems_of(block.snippet)] == ["error"]


@pytest.mark.parametrize("block", blocks(WARNINGS), ids=_named)
def test_what_is_probably_not_meant_is_a_warning(block: Block) -> None:
    assert _answered_as_recorded(WARNINGS, block)
    assert [problem.severity for problem in problems_of(block.snippet)] == ["warning"]


@pytest.mark.parametrize("block", blocks(MANY), ids=_named)
def test_many_mistakes_are_reported_at_once_in_the_order_of_the_file(block: Block) -> None:
    assert _answered_as_recorded(MANY, block)
    places = [(problem.line, problem.column) for problem in problems_of(block.snippet)]
    assert len(places) == int(block.title.split()[0])
    assert places == sorted(places)


@pytest.mark.parametrize("block", blocks(DOUBTS), ids=_named)
def test_a_doubt_about_the_whole_is_told_at_its_place(block: Block, tmp_path: Path) -> None:
    assert _answered_as_recorded(DOUBTS, block, tmp_path)
    assert {problem.severity for problem in problems_of(block.snippet, tmp_path)} == {"warning"}


@pytest.mark.parametrize("block", blocks(NO_DOUBTS), ids=_named)
def test_what_is_meant_like_that_gives_no_doubt(block: Block) -> None:
    assert problems_of(block.snippet) == []


def test_every_code_is_met() -> None:
    answers = [each.answer for name in (MISTAKES, WARNINGS, DOUBTS) for each in blocks(name)]
    met = set(re.findall(r" \[([EW][0-9]+)\]$", "\n".join(answers), re.MULTILINE))
    assert met | ELSEWHERE == {code.value for code in FindingCode}
