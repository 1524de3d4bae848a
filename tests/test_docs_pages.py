"""The pages hold together: links, exit codes, dependencies, decisions."""

import re
import tomllib
from pathlib import Path

import pytest

from escalate_cli.errors import ExitCode

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _where(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=_where)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", _text(page))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("code", ExitCode, ids=lambda code: str(int(code)))
def test_every_exit_code_has_its_row(code: ExitCode) -> None:
    assert re.search(rf"^\| {int(code)} \|", _text(DOCS / "exit-codes.md"), re.MULTILINE)


@pytest.mark.parametrize(
    "requirement",
    [each for name in ("dev", "postgres-test") for each in PROJECT["optional-dependencies"][name]]
    + PROJECT["dependencies"],
)
def test_every_dependency_has_its_reason(requirement: str) -> None:
    name = re.split("[<>=]", requirement)[0]
    assert re.search(rf"^\| {name} \|", _text(DOCS / "dependencies.md"), re.MULTILINE)


@pytest.mark.parametrize("page", DECISIONS, ids=_where)
def test_every_decision_weighs_options_and_names_its_price(page: Path) -> None:
    assert re.findall(r"^## (\w+)", _text(page), re.MULTILINE) == [
        "Context",
        "Options",
        "Choice",
        "Price",
    ]


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_glossary_is_sorted_and_has_no_word_twice() -> None:
    words = re.findall(r"^- \*\*([^*]+)\*\*", _text(DOCS / "glossary.md"), re.MULTILINE)
    assert words == sorted(set(words), key=str.casefold)
