"""Many processes that write at once, and what each commit costs them."""

import sys

from tests.long import Result, Say, pytest_on

ALONE = True


def missing() -> str:
    """It needs nothing."""
    return ""


def run(say: Say) -> Result:
    """Run the long crowds only."""
    files = [f"tests/faults/test_{name}.py" for name in ("writers", "crowd")]
    return pytest_on(
        say,
        sys.executable,
        "-n",
        "0",
        "-m",
        "faults",
        *files,
        what="8 writers, 400 and 800 commits",
    )
