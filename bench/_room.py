"""The folder in which one run of the benchmarks makes all that it needs."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path


@cache
def room() -> Path:
    """Make the folder of this run, which goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="escalate-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
