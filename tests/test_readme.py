"""The tour of the README is typed on a terminal, and its output must be what it says.

`make snapshots` writes the output into the README anew.
"""

import os
import re
import sys
import tomllib
from pathlib import Path

import pytest

from escalate_cli.cli.command_loader import ALIASES, all_commands
from tests.cli.shell import on_terminal

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
RECIPES = ROOT / "docs" / "recipes.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
MARK = "\x1e"
READER = "tom"
"""Who types the tour: nobody of the sample policy."""

FOLDER = "/home/tom/ops"
"""Where the tour claims to take place."""


def commands_of(block: str) -> list[str]:
    """Return the lines that a person types."""
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


def typed(commands: list[str], folder: Path) -> list[str]:
    """Type all commands in one shell on a terminal; return what each one shows."""
    here = folder / "ops"
    here.mkdir()
    env = {
        "HOME": str(folder),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "TERM": "xterm",
        "NO_COLOR": "1",
        "ESCALATE_ACTOR": READER,
        "COLUMNS": "100",
    }
    script = "".join(f"printf '{MARK}'\n{command}\n" for command in commands)
    shown = on_terminal(["/bin/sh", "-c", script], env, here)
    return shown.stdout.replace(str(here), FOLDER).split(MARK)[1:]


def renewed(text: str, folder: Path) -> str:
    """Return a page with the output that its console blocks really have."""
    blocks = BLOCK.findall(text)
    shown = iter(typed([command for block in blocks for command in commands_of(block)], folder))

    def fill(block: re.Match[str]) -> str:
        return "".join(f"$ {command}\n{next(shown)}" for command in commands_of(block[0]))

    return BLOCK.sub(fill, text)


@pytest.mark.parametrize("page", [README, RECIPES, ARCHITECTURE], ids=lambda page: page.name)
def test_the_page_shows_what_its_commands_really_print(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    real = renewed(text, tmp_path)
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        page.write_text(real, encoding="utf-8")
        text = real
    assert text == real, f"{page.name} shows another output; 'make snapshots' renews it"


def test_no_command_of_the_tour_fails(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    assert "escalate: error" not in text
    assert len([word for block in BLOCK.findall(text) for word in commands_of(block)]) >= 10


@pytest.mark.parametrize("page", [README, RECIPES], ids=lambda page: page.name)
def test_every_command_that_is_named_exists(page: Path) -> None:
    code = "\n".join(
        re.findall(r"```.*?```|`[^`\n]+`", page.read_text(encoding="utf-8"), re.DOTALL)
    )
    named = set(re.findall(r"(?:^|\$ |\(|/|`|\| |; )escalate ([a-z]+)", code, re.MULTILINE))
    group = all_commands("escalate_cli.cli.commands")
    context = group.make_context("escalate", ["where"])
    assert named - {*group.list_commands(context), *ALIASES} == set()
    assert named


def test_the_two_commands_for_a_fresh_machine_are_named() -> None:
    text = README.read_text(encoding="utf-8")
    targets = set(
        re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {"demo", "test"} <= set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)) <= targets


def test_the_python_that_is_asked_for_is_the_one_that_is_needed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["requires-python"].removeprefix(">=")
    assert f"Python {version}" in README.read_text(encoding="utf-8")
