"""The scripts by which shells ask for words, as files beside this module."""

from pathlib import Path
from typing import Final

SHELLS: Final = ("bash", "zsh", "fish")


def script_of(shell: str) -> str:
    """Return the script for one of the shells."""
    return Path(__file__).with_name(f"escalate.{shell}").read_text(encoding="utf-8")
