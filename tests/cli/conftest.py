"""A store of one's own, and the ways to run the program on it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import NINE, PROGRAM, Result, Shell, on_terminal
from tests.cli.shell import program as run_program


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give every test the same cache of compiled policies."""
    return tmp_path_factory.mktemp("home")


def shell_of(store: Path, home: Path) -> Shell:
    """Run command lines in this process, on a store."""
    env = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "ESCALATE_NOW": NINE,
        "ESCALATE_ACTOR": "ana",
        "COLUMNS": "100",
    }
    return Shell(store, env)


@pytest.fixture
def escalate(tmp_path: Path, home: Path) -> Shell:
    """Run command lines in this process, on a store under the built-in policy."""
    return shell_of(tmp_path / "store", home)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """Begin one store under the sample policy `it-support`, which a thousand tests copy."""
    shell = shell_of(tmp_path_factory.mktemp("begun") / "store", home)
    shell.done("init", "--sample", "it-support")
    return shell.store


@pytest.fixture
def support(escalate: Shell, begun: Path) -> Shell:
    """The same, under the sample policy `it-support`, as `init` leaves it."""
    shutil.copytree(begun, escalate.store)
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
