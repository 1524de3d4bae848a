"""A store that is about to suffer, and the ledger of what it had acknowledged."""

import json
import os
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from tests.cli.shell import PROGRAM, Result, program

NOW = "2026-11-23T08:00:00Z"
BLOCK = 512
"""Bytes in what `ulimit -f` counts."""

_LIMITED = 'ulimit -f "$0"; exec "$@"'


class Victim:
    """A folder on which real processes work, and what they said they had stored.

    Attributes:
        acknowledged: titles of tickets whose `log` ended in 0.
        attempted: titles of tickets that may be there, or not.
    """

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.env: Mapping[str, str] = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "ESCALATE_STORE": str(folder),
            "ESCALATE_ACTOR": "ana",
            "ESCALATE_NOW": NOW,
        }
        self.acknowledged: set[str] = set()
        self.attempted: set[str] = set()

    def run(self, *argv: str) -> Result:
        """Run a command line to its end."""
        return program(*argv, env=self.env)

    def start(self, *argv: str, most: int | None = None) -> "subprocess.Popen[str]":
        """Start a command line and leave it running; no file may grow beyond `most` bytes."""
        limit = [] if most is None else ["/bin/sh", "-c", _LIMITED, str(most // BLOCK)]
        return subprocess.Popen(
            [*limit, PROGRAM, *argv],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def log(self, title: str, most: int | None = None) -> Result:
        """Log a ticket, and remember whether it was acknowledged."""
        self.attempted.add(title)
        with self.start("log", title, most=most) as process:
            out, err = process.communicate()
        if process.returncode == 0:
            self.acknowledged.add(title)
        return Result(out, err, process.returncode)

    def fill(self, number: int) -> None:
        """Log many tickets in one change."""
        titles = [f"filler {n} {'x' * 300}" for n in range(number)]
        text = "".join(json.dumps({"title": title}) + "\n" for title in titles)
        done = program("log", "--from", "-", env=self.env, stdin=text)
        assert done.code == 0, done.stderr
        self.acknowledged |= set(titles)
        self.attempted |= set(titles)

    def whole(self, *argv: str) -> float:
        """Return how many seconds a command line takes when nothing happens to it."""
        began = time.monotonic()
        done = self.run(*argv)
        assert done.code == 0, done.stderr
        return time.monotonic() - began

    def assert_nothing_is_lost(self) -> None:
        """Check that every acknowledged ticket is there once, under an id of its own."""
        done = self.run("list", "--all", "--json")
        assert (done.code, done.stderr) == (0, "")
        titles = Counter(row["title"] for row in done.data)
        assert self.acknowledged - titles.keys() == set()
        assert titles.keys() - self.attempted == set()
        assert set(titles.values()) <= {1}
        ids = [row["id"] for row in done.data]
        assert len(ids) == len(set(ids))
        verified = self.run("verify")
        assert (verified.code, verified.stdout) == (0, "")

    def left_over(self) -> list[str]:
        """Name the files that a command should have taken away."""
        return sorted(path.name for path in self.folder.rglob("*.escalate-new"))


def is_clean(result: Result) -> bool:
    """Tell whether a failure is a line for people: no traceback, no crash file."""
    said = result.stdout + result.stderr
    return "Traceback" not in said and "unexpected" not in said
