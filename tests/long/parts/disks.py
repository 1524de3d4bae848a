"""The power is cut on real file systems, in memory: ext4 in two modes, and XFS."""

import os
import shutil
import sys

from tests.long import Result, Say, pytest_on

TOOLS = ("mkfs.ext4", "mkfs.xfs", "mount", "umount")


ALONE = True


def missing() -> str:
    """It makes file systems and mounts them."""
    lacks = [] if os.geteuid() == 0 else ["root's rights"]
    lacks += [tool for tool in TOOLS if shutil.which(tool) is None]
    return f"no {', '.join(lacks)}" if lacks else ""


def run(say: Say) -> Result:
    """Cut at every call."""
    file = "tests/faults/test_real_power_cut.py"
    return pytest_on(say, sys.executable, "-n", "2", "-rs", "-m", "faults", file, what=file)
