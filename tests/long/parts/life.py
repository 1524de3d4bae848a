"""Three days in the life of a team of twenty."""

import sys

from tests.long import Result, Say, pytest_on

ALONE = False


def missing() -> str:
    """It needs nothing."""
    return ""


def run(say: Say) -> Result:
    """Run the long life only."""
    what = "72 hours of twenty people"
    return pytest_on(
        say, sys.executable, "-n", "0", "-m", "faults", "tests/faults/test_life.py", what=what
    )
