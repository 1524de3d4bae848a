"""The page on the architecture says where things are, and they are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ANSWERS = re.findall(r"^\| (.+\?) \| `([\w/]+\.py)` \| `(\w+)` \|$", PAGE, re.MULTILINE)


def test_sixty_questions_are_answered_each_once() -> None:
    questions = [question for question, _, _ in ANSWERS]
    assert len(set(questions)) == len(questions) >= 60


@pytest.mark.parametrize(("question", "file", "name"), ANSWERS)
def test_what_answers_a_question_is_where_the_page_says(
    question: str, file: str, name: str
) -> None:
    source = (ROOT / "escalate_cli" / file).read_text(encoding="utf-8")
    defined = rf"^(?:def|class) {name}\b|^{name}\b.*="
    assert re.search(defined, source, re.MULTILINE), f"{question} {file} does not define {name}"
