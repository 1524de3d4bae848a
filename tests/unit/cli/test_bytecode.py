"""Where nothing compiled is kept, every start is slow, and doctor says so."""

import os
from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from escalate_cli.cli.bytecode import lack_of_bytecode


@pytest.fixture
def module(tmp_path: Path) -> Iterator[Path]:
    """Give a module in a folder of its own, which can be written again in the end."""
    module = tmp_path / "package" / "module.py"
    module.parent.mkdir()
    module.touch()
    yield module
    module.parent.chmod(0o755)


def test_what_is_compiled_or_can_be_is_no_symptom(module: Path) -> None:
    assert lack_of_bytecode(str(module)) is None
    compiled = Path(cache_from_source(str(module)))
    compiled.parent.mkdir()
    compiled.touch()
    module.parent.chmod(0o555)
    assert lack_of_bytecode(str(module)) is None


@pytest.mark.parametrize("has_folder", [False, True], ids=["no folder", "an empty folder"])
def test_what_nobody_can_compile_is_named(
    module: Path, monkeypatch: pytest.MonkeyPatch, *, has_folder: bool
) -> None:
    home = module.parent
    if has_folder:
        home = Path(cache_from_source(str(module))).parent
        home.mkdir()
    monkeypatch.setattr(os, "access", lambda path, _mode: path != home)  # root may write anywhere
    assert lack_of_bytecode(str(module)) == (
        f"no bytecode is kept in {home}, and you cannot write there, so that every start is slow",
        f"whoever installed it: python -m compileall -q {module.parent}",
    )
