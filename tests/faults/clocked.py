"""The program on a machine whose clock is ahead by so many seconds: `SECONDS ARGUMENT...`."""

import sys
from datetime import datetime, timedelta

from escalate_cli import wiring
from escalate_cli.cli.app import run

_right = wiring.machine_clock


def _ahead() -> datetime:
    """Read the clock of the other machine."""
    return _right() + timedelta(seconds=float(sys.argv[1]))


if __name__ == "__main__":
    wiring.machine_clock = _ahead
    sys.exit(run(sys.argv[2:]))
