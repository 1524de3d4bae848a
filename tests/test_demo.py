"""`make demo` runs, and can be read."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MOST_LINES = 105
WIDTH = 100


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Run the demo as `make demo` does, and return its lines."""
    home = tmp_path_factory.mktemp("home")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "docs" / "demo.sh")],
        env={"HOME": str(home), "PATH": path, "TMPDIR": str(home), "COLUMNS": str(WIDTH)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"T-[0-9]+ tracks: watch its error counter\n", done.stderr)
    assert [file for file in home.iterdir() if file.name.startswith("tmp")] == []
    return done.stdout.splitlines()


def test_the_demo_shows_what_was_done_and_what_is_overdue(shown: list[str]) -> None:
    assert {"Done now", "Overdue", "At risk"} <= set(shown)
    assert any(line.startswith("15 open · 6 overdue") for line in shown)


def test_the_demo_can_be_read(shown: list[str]) -> None:
    assert len(shown) <= MOST_LINES
    tables = [line for line in shown if not line.startswith(("$", "#"))]
    assert [line for line in tables if len(line) > WIDTH] == []


def test_the_demo_follows_a_ticket_to_its_review(shown: list[str]) -> None:
    said = [line.split()[1] for line in shown if line.startswith("T-52 ") and " · " in line]
    assert said == ["acknowledged", "escalated", "resolved", "closed", "reviewed"]
    moved = "T-52 P1 p1-one-hour: L1 -> L2, notice to bo (VPN drops for building 4)"
    assert moved in shown


def test_the_demo_asks_the_store_through_tinydb(shown: list[str]) -> None:
    begin = shown.index('$ python -c "')
    asked, answer = shown[begin + 1 : -1], shown[-1].split()
    assert len(asked) == 4
    assert all(re.fullmatch(r"T-[1-9][0-9]*", each) for each in answer)
    assert answer
    assert "T-52" not in answer  # it was closed just before
