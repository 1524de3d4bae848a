"""A store of one's own, and the ways to run the program on it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import NINE, PROGRAM, Result, Shell, on_terminal
from tests.cli.shell import program as run_program


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give every test the same cache of compiled policies."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def escalate(tmp_path: Path, home: Path) -> Shell:
    """Run command lines in this process, on a store under the built-in policy."""
    env = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "ESCALATE_NOW": NINE,
        "ESCALATE_ACTOR": "ana",
        "COLUMNS": "100",
    }
    return Shell(tmp_path / "store", env)


@pytest.fixture
def support(escalate: Shell) -> Shell:
    """The same, under the sample policy `it-support`."""
    escalate.done("init", "--sample", "it-support")
    return escalate


@pytest.fixture
def program(escalate: Shell) -> Callable[..., Result]:
    """Run the installed program on the same store."""
    return lambda *argv, stdin="": run_program(*argv, env=escalate.env, stdin=stdin)


@pytest.fixture
def terminal(escalate: Shell) -> Callable[..., Result]:
    """Run the installed program on a terminal of 100 columns."""
    env = {**escalate.env, "TERM": "xterm-256color"}
    return lambda *argv: on_terminal([PROGRAM, *argv], env)
