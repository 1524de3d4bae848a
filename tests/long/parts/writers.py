"""Many processes that write at once, and what each commit costs them."""

import sys

from tests.long import Result, pytest_on


def missing() -> str:
    """It needs nothing."""
    return ""


def run() -> Result:
    """Run the long crowds only."""
    what = "8 writers"
    return pytest_on(
        sys.executable, "-n", "0", "-m", "faults", "tests/faults/test_crowd.py", what=what
    )
