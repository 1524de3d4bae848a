"""Every mistake is reported at its line and column, in words that help."""

import pytest

from escalate_cli.strict_yaml.diagnostics import render_problems
from tests.unit.policyfile.files import problems_of, with_part
from tests.unit.policyfile.snapshots import UPDATE, Block, blocks, record

MISTAKES = "mistakes.txt"
WARNINGS = "warnings.txt"
MANY = "many.txt"


def _named(block: Block) -> str:
    return block.title


def _answered_as_recorded(name: str, block: Block) -> bool:
    text = with_part(block.snippet).decode()
    shown = render_problems(problems_of(block.snippet), "policy.yaml", text, with_codes=True)
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
