"""Measure every promise and print one table; exit 1 if one is missed, else the page keeps it."""

import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from bench import Row
from escalate_cli.plugins import module_names

PAGE: Final = Path(__file__).parents[1] / "docs" / "performance.md"
_HEAD = Row("what", "measured", "target", ok=True)


def main() -> int:
    """Run each module of this folder that measures something."""
    rows = [row for name in module_names("bench") for row in import_module(name).measure()]
    widths = [max(map(len, column)) for column in list(zip(_HEAD, *rows, strict=True))[:3]]
    lines = [_line(row, widths).rstrip() for row in (_HEAD, *rows)]
    for line, row in zip(lines, (_HEAD, *rows), strict=True):
        print(line, "" if row.ok else "MISSED")
    if not all(row.ok for row in rows):
        return 1
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(kept_in(page, lines), encoding="utf-8")
    return 0


def kept_in(page: str, lines: Sequence[str]) -> str:
    """Return the page with this table in the place of the last one."""
    table = "\n".join(("```text", *lines, "```"))
    return re.sub(r"```text\n.*?```", lambda _: table, page, count=1, flags=re.DOTALL)


def _line(row: Row, widths: list[int]) -> str:
    return "  ".join(text.ljust(width) for text, width in zip(row[:3], widths, strict=True))


if __name__ == "__main__":
    sys.exit(main())
