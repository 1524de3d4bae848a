"""A trigger stands alone: it explains itself, and nobody needs to know it."""

import ast
import sys
from inspect import getdoc, getsource
from pathlib import Path

import pytest

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.engine.triggers import Kind, Trigger
from escalate_cli.plugins import module_names

PACKAGE = triggers.__name__
NAMES = [name.rpartition(".")[2] for name in module_names(PACKAGE)]
ROOT = Path(__file__).parents[5]
SOURCES = [path for path in (ROOT / "escalate_cli").rglob("*.py") if path.stem not in NAMES]


def test_all_five_reasons_to_climb_have_a_trigger() -> None:
    assert {kind.kind for kind in triggers.types().values()} == set(Kind)


@pytest.mark.parametrize("name", NAMES)
def test_every_trigger_explains_itself(name: str) -> None:
    kind: type[Trigger] = triggers.type_of(name)
    assert (getdoc(kind) or "").startswith("Speak ")


@pytest.mark.parametrize("name", NAMES)
def test_no_trigger_knows_another(name: str) -> None:
    tree = ast.parse(getsource(__import__(f"{PACKAGE}.{name}", fromlist=["_"])))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [module for module in imported if module.startswith(f"{PACKAGE}.")] == []


def test_a_trigger_is_imported_when_it_is_first_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    triggers.types()
    monkeypatch.delitem(triggers._known, "vip")
    monkeypatch.delitem(sys.modules, f"{PACKAGE}.vip")
    assert triggers.type_of("vip").__name__ == "Vip"


def test_no_other_file_of_the_program_imports_a_trigger() -> None:
    modules = tuple(f"{PACKAGE}.{name}" for name in NAMES)
    importing = [
        path.name
        for path in SOURCES
        if any(f"from {module} import" in path.read_text(encoding="utf-8") for module in modules)
    ]
    assert importing == []
