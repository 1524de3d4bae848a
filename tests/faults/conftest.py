"""A victim of its own for every test."""

from pathlib import Path

import pytest

from tests.faults.victim import Victim


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give every victim the same cache of compiled policies."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def victim(tmp_path: Path, home: Path) -> Victim:
    """Make a victim without a store."""
    return Victim(tmp_path / "store", home)
