"""Many processes that write at once, and what each commit costs them."""

import sys

from tests.long import Result, pytest_on


def missing() -> str:
    """It needs nothing."""
    return ""


def run() -> Result:
    """Run the long crowds only."""
    files = [f"tests/faults/test_{name}.py" for name in ("writers", "crowd")]
    return pytest_on(
        sys.executable, "-n", "0", "-m", "faults", *files, what="8 writers, 400 and 1,600 commits"
    )
