"""Kills, full disks and damage: the loops of `make test-faults`, each a part of its length."""

import sys

from tests.long import Result, Say, pytest_on

SHARE = "0.5"
APART = ("life", "writers", "crowd", "real_power_cut", "server_*")
"""Files of the same folder that are parts of their own."""


ALONE = True


def missing() -> str:
    """It needs nothing; what needs root, or a disk of its own, says that it was skipped."""
    return ""


def run(say: Say) -> Result:
    """Run them two at a time."""
    ignored = [f"--ignore-glob=tests/faults/test_{name}.py" for name in APART]
    env = {"FAULTS_SHARE": SHARE}
    what = f"tests/faults and the loops of tests/unit, cut to {SHARE}"
    where = ("tests/faults", "tests/unit")
    return pytest_on(
        say, sys.executable, "-n2", "-rs", "-mfaults", *ignored, *where, env=env, what=what
    )
