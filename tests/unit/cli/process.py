"""The command line as a process of its own."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[3]
VERBS = "tests.unit.cli.verbs"
ENTRY = f"from escalate_cli.cli.app import main; main({VERBS!r})"


def python(
    *arguments: str, env: Mapping[str, str] | None = None, stdout: int | IO[bytes] = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """Run this Python from the root of the project; without `env` as we were started."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )


def shell(script: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which `$ESCALATE` is our command line."""
    return subprocess.run(
        ["/bin/sh", "-c", f'escalate() {{ \'{sys.executable}\' -c "$ENTRY" "$@"; }}; {script}'],
        cwd=ROOT,
        env={**(env or {}), "ENTRY": ENTRY},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def start(*arguments: str) -> subprocess.Popen[str]:
    """Start the command line and leave it running."""
    return subprocess.Popen(
        [sys.executable, "-c", ENTRY, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
