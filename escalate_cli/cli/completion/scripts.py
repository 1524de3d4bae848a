"""The scripts by which shells ask for words, as files beside this module."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

PLACES: Final = {
    "bash": "~/.local/share/bash-completion/completions/escalate",
    "zsh": "~/.zfunc/_escalate",
    "fish": "~/.config/fish/completions/escalate.fish",
}
"""Where each shell looks for a script, or can be made to look."""

SHELLS: Final = tuple(PLACES)


def script_of(shell: str) -> str:
    """Return the script for one of the shells."""
    return Path(__file__).with_name(f"escalate.{shell}").read_text(encoding="utf-8")


def completion_line(environ: Mapping[str, str]) -> str | None:
    """Return what brings completion to the shell of whoever types; nothing for another shell."""
    shell = environ.get("SHELL", "").rpartition("/")[2]
    return f"escalate completion {shell} > {PLACES[shell]}" if shell in PLACES else None
