"""The page on commands says what the program's own help says; so does that on exit codes.

`make snapshots` writes the reference anew, below the part that people write.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.core import TyperOption

from escalate_cli.cli.command_loader import ALIASES, PANELS, LazyCommand
from escalate_cli.cli.global_options import SHARED_OPTIONS
from escalate_cli.errors import ExitCode
from tests import completion_table, man_pages
from tests.reference import COMMANDS, own_of, panel_of, typed_as

if TYPE_CHECKING:  # the types that Typer's own methods name
    from typer._click import Context

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "commands.md"
EXIT_CODES = ROOT / "docs" / "exit-codes.md"
REFERENCE = "<!-- From here on `make snapshots` writes what the commands say of themselves. -->\n"


def _section(name: str, verb: LazyCommand, context: "Context") -> str:
    about = " ".join((verb.help or "").split())
    rows = [
        f"| `{' '.join(typed.split())}` | {' '.join(meaning.removesuffix('[required]').split())} |"
        for kind in ("argument", "option")
        for typed, meaning in own_of(verb, kind)
    ]
    also = [
        f"`{alias}`" + (f" (`{' '.join(meant)}`)" if meant[1:] else "")
        for alias, meant in ALIASES.items()
        if meant[0] == name
    ]
    parts = [
        f"### `{name}`" + "".join(f", {alias}" for alias in also),
        f"    {typed_as(name, verb, context)}",
        about,
        "\n".join(["| argument or option | meaning |", "|---|---|", *rows]) if rows else "",
        "```sh\n" + "\n".join(verb.examples) + "\n```",
    ]
    return "\n\n".join(part for part in parts if part)


def _reference() -> str:
    panels: dict[str, list[str]] = {panel: [] for panel in PANELS}
    for name, (verb, context) in COMMANDS.items():
        panels.setdefault(panel_of(name), []).append(_section(name, verb, context))
    parts = [f"## {panel}\n\n" + "\n\n".join(found) for panel, found in panels.items() if found]
    return "\n\n".join(parts) + "\n"


def test_the_reference_is_what_the_commands_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    written, _, reference = text.partition(REFERENCE)
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        reference = f"\n{_reference()}"
        PAGE.write_text(written + REFERENCE + reference, encoding="utf-8")
    assert reference == f"\n{_reference()}", "'make snapshots' renews docs/commands.md"


def test_what_tab_knows_is_what_the_commands_say() -> None:
    built = completion_table.built()
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        completion_table.FILE.write_text(built, encoding="utf-8")
    known = completion_table.FILE.read_text(encoding="utf-8")
    assert known == built, "'make snapshots' renews commands.json"


def test_the_manual_is_what_the_commands_say() -> None:
    made = man_pages.pages()
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        for file in man_pages.FOLDER.glob("*.1"):
            file.unlink()
        for name, text in made.items():
            (man_pages.FOLDER / name).write_text(text, encoding="ascii")
    files = sorted(man_pages.FOLDER.iterdir())
    known = {file.name: file.read_text(encoding="ascii") for file in files}
    assert known == made, "'make snapshots' renews docs/man"


@pytest.mark.skipif(shutil.which("man") is None, reason="no man")
def test_man_has_nothing_to_complain_of() -> None:
    pages = [page for page in sorted(man_pages.FOLDER.iterdir()) if page.stat().st_size > 80]
    command = ["man", "--warnings", "-E", "UTF-8", "-P", "cat", "-l", *map(str, pages)]
    env = {**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    shown = re.sub(".\b", "", done.stdout)
    assert "escalate acknowledge ID..." in shown
    assert "escalate ack 12 14 -m 'looking at both'" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_line_and_an_example_of_its_own(name: str) -> None:
    verb, _ = COMMANDS[name]
    assert verb.help
    assert any(re.search(rf"\bescalate ({name}|ack)\b", line) for line in verb.examples)


@pytest.mark.parametrize("name", COMMANDS)
def test_an_example_uses_only_options_that_exist(name: str) -> None:
    verb, context = COMMANDS[name]
    known = {
        word
        for param in verb.get_params(context)
        if isinstance(param, TyperOption)
        for word in (*param.opts, *param.secondary_opts)
    }
    used = set()
    for line in verb.examples:
        typed = re.sub(r"'[^']*'|\"[^\"]*\"", "TEXT", line.split(" | jq")[0])
        used |= set(re.findall(r"(?<!\S)--?[a-z][a-z-]*\b(?!:)", typed))
    assert used - known == set()


@pytest.mark.parametrize("option", sorted(SHARED_OPTIONS))
def test_every_shared_option_is_explained_once(option: str) -> None:
    written = PAGE.read_text(encoding="utf-8").partition(REFERENCE)[0]
    rows = [row for row in written.splitlines() if row.startswith("| `")]
    assert len([row for row in rows if re.search(rf"`{option}\b", row.split("|")[1])]) == 1


@pytest.mark.parametrize("variable", ["STORE", "NOW", "ACTOR", "POLICY"])
def test_every_variable_is_named(variable: str) -> None:
    written = PAGE.read_text(encoding="utf-8").partition(REFERENCE)[0]
    assert f"`ESCALATE_{variable}`" in written


def test_the_exit_codes_are_those_that_the_program_has() -> None:
    table = EXIT_CODES.read_text(encoding="utf-8").partition("`check --nagios`")[0]
    assert re.findall(r"^\| (\d+) \|", table, re.MULTILINE) == [str(int(c)) for c in ExitCode]
