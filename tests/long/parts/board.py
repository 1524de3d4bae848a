"""Somebody types on the board for minutes beside `check` and two writers; and then nobody does."""

import sys
from importlib.util import find_spec

from tests.long import Result, Say, pytest_on

LONG = {"ESCALATE_TEST_TYPING": "150", "ESCALATE_TEST_IDLE": "60"}
"""Seconds; in the other tests it is a few."""


ALONE = False


def missing() -> str:
    """The board is an extra."""
    return "" if find_spec("textual") else "no textual"


def run(say: Say) -> Result:
    """Run what is short in the other tests for as long as people work."""
    files = [f"tests/cli/test_board_{name}.py" for name in ("busy", "endings")]
    what = f"{LONG['ESCALATE_TEST_TYPING']} s of typing, {LONG['ESCALATE_TEST_IDLE']} s of rest"
    return pytest_on(say, sys.executable, "-n0", *files, env=LONG, what=what)
