"""Finding modules by their files."""

from pathlib import Path

import pytest

from escalate_cli.plugins import import_all, module_names


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write a package of two modules, one folder and things to pass over."""
    name = f"found_by_{tmp_path.name}"  # one of its own: imports are remembered
    folder = tmp_path / name
    (folder / "deep").mkdir(parents=True)
    (folder / "data").mkdir()
    for file in ("__init__.py", "zebra.py", "ant.py", "_private.py", "deep/__init__.py"):
        (folder / file).write_text("MARK = __name__\n", encoding="utf-8")
    (folder / "notes.txt").touch()
    (folder / "data" / "lost.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return name


def test_names_public_modules_and_packages_in_order(package: str) -> None:
    assert module_names(package) == [f"{package}.ant", f"{package}.deep", f"{package}.zebra"]


def test_imports_each_of_them(package: str) -> None:
    assert [module.MARK for module in import_all(package)] == module_names(package)


def test_a_package_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_package"):
        module_names("no_such_package")
