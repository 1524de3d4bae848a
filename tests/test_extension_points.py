"""What is added by adding a file is found there, tested beside it and in the manual."""

import re
import sys
from pathlib import Path

import pytest

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.engine.triggers import Kind, Trigger
from escalate_cli.plugins import module_names

ROOT = Path(__file__).parent.parent
POLICY_PAGE = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
FOLDERS = ("domain/engine/triggers", "notify/channels")
FILES = [
    path
    for folder in FOLDERS
    for path in sorted((ROOT / "escalate_cli" / folder).glob("*.py"))
    if not path.stem.startswith("_")
]


def _where(path: Path) -> str:
    return str(path.relative_to(ROOT / "escalate_cli"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_the_folder_is_found(folder: str) -> None:
    package = f"escalate_cli.{folder.replace('/', '.')}"
    found = [name.rpartition(".")[2] for name in module_names(package)]
    assert found == [path.stem for path in FILES if _where(path.parent) == folder] != []


@pytest.mark.parametrize("path", FILES, ids=_where)
def test_every_file_has_its_test(path: Path) -> None:
    tests = ROOT / "tests" / "unit" / Path(_where(path)).with_name(f"test_{path.name}")
    assert tests.is_file(), f"write {tests.relative_to(ROOT)}"
    assert "\ndef test_" in tests.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=_where)
def test_every_file_is_in_the_manual(path: Path) -> None:
    assert re.search(rf"`{path.stem}`", POLICY_PAGE), f"docs/policy.md does not name {path.stem}"


@pytest.mark.parametrize(("name", "found"), triggers.types().items(), ids=triggers.types())
def test_every_trigger_is_of_one_of_the_five_kinds(name: str, found: type[Trigger]) -> None:
    assert triggers.type_of(name) is found
    assert found.kind in set(Kind)


def test_a_trigger_is_loaded_when_a_rule_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triggers, "_known", {})
    monkeypatch.delitem(sys.modules, f"{triggers.__name__}.vip")
    monkeypatch.setattr(triggers, "vip", None)
    assert triggers.build("vip", "{}").kind is Kind.CUSTOMER
    assert list(triggers._known) == ["vip"]
