"""Other processes: one that holds a lock, and a script run to its end."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
HOLD = """
import sys
from pathlib import Path
from escalate_cli.store.file.locking import exclusive

with exclusive(Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def holding(lock: Path) -> Iterator["subprocess.Popen[str]"]:
    """Run a process that holds the lock until a line is written to it."""
    command = [sys.executable, "-c", HOLD, "check", str(lock)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def let_go(process: "subprocess.Popen[str]") -> None:
    """Tell a holder to free its lock and end."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def script(text: str, *words: object) -> dict[str, object]:
    """Run a script that prints one JSON object, and return it."""
    done = subprocess.run(
        [sys.executable, "-c", text, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        env=ENVIRONMENT,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found
