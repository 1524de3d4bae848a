"""Pages are opened and printed in a headless Chromium."""

import shutil
import sys

from tests.long import Result, Say, pytest_on

ALONE = False


def missing() -> str:
    """It starts the browser."""
    return "" if shutil.which("chromium") else "no chromium"


def run(say: Say) -> Result:
    """Open every kind of page."""
    folder = "tests/browsers"
    return pytest_on(say, sys.executable, "-n0", "-m", "browsers", folder, what=folder)
