"""Sizes and words that keep the code easy to enter."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from escalate_cli import __version__
from escalate_cli.domain.ticket.events import AnyEvent, Event

ROOT = Path(__file__).parent.parent
CODE = sorted((ROOT / "escalate_cli").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
LINES_OF_A_MODULE = 300
LINES_OF_A_FUNCTION = 50
FILES_THAT_KNOW_AN_EVENT = 8
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common"}
LOCK = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _where(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=_where)
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_OF_A_MODULE


@pytest.mark.parametrize("path", CODE, ids=_where)
def test_a_function_is_short(path: Path) -> None:
    lines = {f.name: (f.end_lineno or f.lineno) - f.lineno + 1 for f in _functions(path)}
    assert {name: n for name, n in lines.items() if n > LINES_OF_A_FUNCTION} == {}


def test_no_module_is_named_after_nothing() -> None:
    assert [_where(path) for path in CODE if path.stem in NAMES_THAT_SAY_NOTHING] == []


@pytest.mark.parametrize("kind", get_args(AnyEvent), ids=lambda kind: kind.__name__)
def test_few_files_know_a_kind_of_event(kind: type[Event]) -> None:
    name = re.compile(rf"\b{kind.__name__}\b")
    knowing = [_where(path) for path in CODE if name.search(path.read_text(encoding="utf-8"))]
    assert 2 < len(knowing) <= FILES_THAT_KNOW_AN_EVENT, knowing


@pytest.mark.parametrize("path", TESTS, ids=_where)
def test_every_test_can_fail(path: Path) -> None:
    silent = [
        function.name
        for function in _functions(path)
        if function.name.startswith("test_")
        and not re.search("assert|raises", ast.dump(function).lower())
    ]
    assert silent == []


def test_the_lock_names_no_index() -> None:
    assert re.findall(r"^-.*|://\S+", LOCK, re.MULTILINE) == []


def test_the_lock_holds_every_dependency() -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE))
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    assert {re.split("[<>=]", each)[0].lower() for each in wanted} <= locked


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
    assert f"## [{__version__}]" in changelog
