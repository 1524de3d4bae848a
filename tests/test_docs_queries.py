"""The page on queries names every word that there is, and each of its examples can be read."""

import re
from pathlib import Path

import pytest

from escalate_cli.usecases.insight.query import STATES
from escalate_cli.usecases.insight.query_parsing import FIELDS, INSTANTS, parse
from tests.unit.usecases.conftest import a_context

PAGE = (Path(__file__).parent.parent / "docs" / "queries.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (`.*`.*?) \|", PAGE, re.MULTILINE)
EXAMPLES = [each for row in ROWS for each in re.findall(r"`([^`]+)`", row) if each[-1] != ":"]


@pytest.mark.parametrize("word", [*FIELDS, *(f"is:{each}" for each in ("mine", *STATES))])
def test_every_word_is_in_the_table(word: str) -> None:
    assert re.search(rf"`{word}[:`]", "".join(ROWS))


@pytest.mark.parametrize("word", INSTANTS)
def test_every_instant_is_named(word: str) -> None:
    assert f"`{word}`" in PAGE


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_can_be_read(example: str) -> None:
    assert len(parse([example], a_context()).terms) == 1
