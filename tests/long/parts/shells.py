"""TAB is pressed in bash, zsh and fish as they are installed."""

import shutil
import sys

from tests.long import Result, Say, pytest_on

SHELLS = ("bash", "zsh", "fish")


ALONE = False


def missing() -> str:
    """It starts each shell."""
    lacks = [shell for shell in SHELLS if shutil.which(shell) is None]
    return f"no {', '.join(lacks)}" if lacks else ""


def run(say: Say) -> Result:
    """Type the same in each."""
    folder = "tests/shells"
    return pytest_on(say, sys.executable, "-n0", "-m", "shells", folder, what=folder)
