"""Help topics: pages of the documentation, as they come with the program."""

import os
import sys
from contextlib import nullcontext
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


def print_topic(topic: str) -> None:
    """Print the page on a topic: on a terminal in its width, and in a pager if it is longer."""
    from escalate_cli.invocation import Invocation  # noqa: PLC0415 - other topics are commands
    from escalate_cli.render.pages.manual_page import print_page  # noqa: PLC0415 - the same
    from escalate_cli.render.parts.screen.pager import paged  # noqa: PLC0415 - the same
    from escalate_cli.render.parts.stderr import StderrWriter  # noqa: PLC0415 - the same
    from escalate_cli.settings.choices import Choices  # noqa: PLC0415 - the same

    out = sys.stdout
    has_person = out.isatty()
    warn = StderrWriter(quiet=False).warn
    pager = Choices(Invocation(), os.environ, has_person=has_person, warn=warn).pager
    out = paged(sys.stdin, out, pager.value or "")
    with getattr(out, "block", nullcontext)():
        print_page(page_of(topic), out)


def page_named(name: str) -> str:
    """Return a page of the documentation by the name of its file."""
    folder = next(folder for folder in _FOLDERS if folder.is_dir())
    return (folder / name).read_text(encoding="utf-8")
