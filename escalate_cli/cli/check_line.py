"""The line that calls `check` from anywhere, as a job does."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from escalate_cli.wiring import Wiring


def check_command(run: "Wiring") -> list[str]:
    """Return how a job, which knows no path and no folder, calls `check` for a store."""
    program = Path(sys.argv[0])
    name = program.absolute() if program.name in {"escalate", "esc"} else "escalate"
    policy = run.policy_file.path if run.policy_file.is_named else None
    named = ["--policy", str(policy.absolute())] if policy else []
    return [str(name), "check", "--store", run.place.absolute, *named]
