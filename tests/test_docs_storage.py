"""The page on storage says what is there: names, file, TinyDB, tests."""

import json
import os
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.cli.shell import NINE, Shell

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "storage.md").read_text(encoding="utf-8")
FAULTS = ROOT / "tests" / "faults"


def block(language: str) -> str:
    """Return the only block of code in a language."""
    [code] = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(code)


def section(name: str) -> str:
    """Return what stands below a heading."""
    return PAGE.split(f"\n## {name}\n")[1].split("\n## ")[0]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Make the store that the page shows."""
    home = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    shell = Shell(tmp_path / "store", {**home, "ESCALATE_NOW": NINE, "ESCALATE_ACTOR": "ana"})
    shell.log("Disk full on db1")
    shell.log("Fan broken")
    shell.done("ack", "1")
    return shell


def test_the_first_line_has_the_values_that_the_page_shows(shell: Shell) -> None:
    shown = re.search(r'"1": (\{"format".*\})\},$', block("json"), re.MULTILINE)
    assert shown is not None
    real = json.loads(shell.file())["meta"]["1"]
    assert list(json.loads(shown[1])) == list(real)


def test_a_row_begins_as_the_page_shows(shell: Shell) -> None:
    shown = re.findall(r'"(\w+)":', block("json").splitlines()[2])
    real = list(json.loads(shell.file())["tickets"]["1"])
    assert shown[1:6] == real[:5]
    assert real[-1] == "events"


def test_plain_tinydb_does_with_the_file_what_the_page_shows(shell: Shell) -> None:
    script = [sys.executable, "-c", block("python")]
    done = subprocess.run(script, cwd=shell.store, capture_output=True, text=True, check=True)
    assert done.stdout == "T-2 Fan broken\n"
    assert "was edited by hand (T-1)" in shell.done("note", "2", "goes on").stderr
    assert shell.show("1")["title"] == "Disk full on db1, again"
    assert shell.kinds("1") == ["ticket_logged", "ticket_acknowledged", "hand_edited"]


def test_a_head_is_kept_and_compared_as_the_page_shows(shell: Shell, tmp_path: Path) -> None:
    code = block("sh").replace("/var/log", str(tmp_path))
    env = {**shell.env, "PATH": f"{Path(sys.executable).parent}:{shell.env['PATH']}"}
    for _ in range(2):
        subprocess.run(["/bin/sh", "-ec", code], env=env, capture_output=True, check=True)
        shell.log("another")
    assert len((tmp_path / "escalate.heads").read_text().splitlines()) == 2


def test_every_file_of_a_store_has_its_row(shell: Shell) -> None:
    os.utime(shell.store / "tickets.json", (1_763_802_000, 1_763_802_000))
    shell.done("resolve", "1")
    shell.done("close", "1")
    shell.done("archive", "--closed-for", "0s")
    shell.done("check")
    shell.done("restore", shell.done("backup", "--json").data["file"])
    (shell.store / "tickets.json").write_bytes(b"{")
    shell.done("doctor", "--restore")
    rows = re.findall(r"`([\w*./-]+)`", section("The folder"))
    patterns = [re.sub(r"\b(0001|DATE|TIME|N)\b", "*", row) for row in rows]
    files = {
        path.relative_to(shell.store).as_posix()
        for path in shell.store.rglob("*")
        if path.is_file()
    }
    assert {"archive/0001.json.bak", "tickets.json.damaged-1", "last_check"} <= files
    unknown = {name for name in files if not any(fnmatch(name, pattern) for pattern in patterns)}
    assert unknown == set()


def test_every_promise_names_its_test_and_every_test_its_promise() -> None:
    named = set(re.findall(r"`(test_\w+\.py)`", section("What is promised")))
    assert named == {path.name for path in FAULTS.glob("test_*.py")}
