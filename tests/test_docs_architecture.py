"""The page on the architecture says where things are, and they are there."""

import ast
import os
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docs" / "architecture.md"
PAGE = FILE.read_text(encoding="utf-8")
ROOMS = re.compile(r"(?<=\| room \| what is in it \|\n\|---\|---\|\n)(?:\|.*\|\n)*")
ANSWERS = re.findall(r"^\| (.+\?) \| `(.+)` \| `(.+)` \|$", PAGE, re.MULTILINE)


def test_the_layers_are_those_that_are_checked_and_each_has_its_row() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    checked = project["tool"]["importlinter"]["contracts"][0]["layers"]
    layers = " > ".join(re.sub(r"[()]", "", layer) for layer in checked)
    rows = re.findall(r"^\| `(\w+)(?:\.py)?` \|", PAGE.partition("| room |")[0], re.MULTILINE)
    assert f"    {layers}\n" in PAGE
    assert rows == re.split(" [|>] ", layers)


def test_sixty_questions_are_answered_each_once() -> None:
    questions = [question for question, _, _ in ANSWERS]
    assert len(set(questions)) == len(questions) >= 60


@pytest.mark.parametrize(("question", "file", "name"), ANSWERS)
def test_what_answers_a_question_is_where_the_page_says(
    question: str, file: str, name: str
) -> None:
    source = (ROOT / "escalate_cli" / file).read_text(encoding="utf-8")
    for part in name.split("."):
        defined = rf"^ *(?:def|class) {part}\b|^{part}\b.*="
        assert re.search(defined, source, re.MULTILINE), f"{question} {file} does not define {part}"


def test_every_room_says_what_is_in_it_and_the_page_repeats_it() -> None:
    package = ROOT / "escalate_cli"
    rows = "".join(
        f"| `{init.parent.relative_to(package).as_posix()}` | {about.splitlines()[0]} |\n"
        for init in sorted(package.glob("*/**/__init__.py"))
        if init.parent.parent != package
        and (about := ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))))
    )
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        FILE.write_text(ROOMS.sub(lambda _: rows, PAGE), encoding="utf-8")
    else:
        assert ROOMS.findall(PAGE) == [rows]
