"""A victim of its own for every test, and the program that any call may fail."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import Shell
from tests.faults.program import Program, a_program
from tests.faults.victim import NOW, Victim

FIGURES = pytest.StashKey[dict[str, Counter[str]]]()


class Figures:
    """What the long tests counted, to be shown when all are done."""

    def __init__(self, config: pytest.Config) -> None:
        self._rows = config.stash.setdefault(FIGURES, {})

    def add(self, row: str, **counts: int) -> None:
        """Add to the sums of a row."""
        self._rows.setdefault(row, Counter()).update(counts)


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Take down what a test counts."""
    return Figures(request.config)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was counted, if anything was."""
    rows = terminalreporter.config.stash.get(FIGURES, {})
    for row, counts in rows.items():
        shown = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in counts.items())
        terminalreporter.write_line(f"{row}: {shown}")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give every victim the same cache of compiled policies."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def victim(tmp_path: Path, home: Path) -> Victim:
    """Make a victim without a store."""
    return Victim(tmp_path / "store", home)


@pytest.fixture(scope="session")
def program() -> Iterator[Program]:
    """Start the program once; every command line is a process of its own."""
    with a_program() as running:
        yield running


@pytest.fixture
def shell(tmp_path: Path, home: Path) -> Shell:
    """Run command lines in this process, on a store that is alone in a room."""
    room = tmp_path / "room"
    room.mkdir()
    env = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "ESCALATE_NOW": NOW,
        "ESCALATE_ACTOR": "ana",
    }
    return Shell(room / "store", env)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what a worker counted to the process that shows it."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["figures"] = {
            row: dict(counts) for row, counts in session.config.stash.get(FIGURES, {}).items()
        }


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add up what a worker counted."""
    for row, counts in getattr(node, "workeroutput", {}).get("figures", {}).items():
        Figures(node.config).add(row, **counts)
