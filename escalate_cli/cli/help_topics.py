"""Help topics: pages of the documentation, as they come with the program."""

from pathlib import Path
from typing import Final

TOPICS: Final = {
    "queries": "queries.md",
    "times": "times.md",
    "exit-codes": "exit-codes.md",
    "json": "json.md",
    "env": "environment.md",
}
"""The words after `escalate help`, and the page that each prints."""

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_FOLDERS: Final = (_PACKAGE / "help_pages", _PACKAGE.parent / "docs")


def page_of(topic: str) -> str:
    """Return the page that explains a topic."""
    return page_named(TOPICS[topic])


def page_named(name: str) -> str:
    """Return a page of the documentation by the name of its file."""
    folder = next(folder for folder in _FOLDERS if folder.is_dir())
    return (folder / name).read_text(encoding="utf-8")
