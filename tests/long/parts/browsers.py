"""Pages are opened and printed in a headless Chromium."""

import shutil
import sys

from tests.long import Result, pytest_on


def missing() -> str:
    """It starts the browser."""
    return "" if shutil.which("chromium") else "no chromium"


def run() -> Result:
    """Open every kind of page."""
    folder = "tests/browsers"
    return pytest_on(sys.executable, "-n0", "-m", "browsers", folder, what=folder)
