"""Run the long parts, all or those that are named, and close with a table.

It ends in 0 if all passed, in 1 if one failed, in 2 if a name is none of a part's.
"""

import os
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple, cast

from escalate_cli.plugins import module_names
from tests.long import Part, Result, say

PARTS = "tests.long.parts"
SKIP = "SKIP_LONG"


class Row(NamedTuple):
    """A line of the closing table."""

    part: str
    ran: str
    seconds: str
    result: str


def main(names: Sequence[str], skipped: Sequence[str]) -> int:
    """Run parts one after another."""
    parts = [name.rpartition(".")[2] for name in module_names(PARTS)]
    unknown = [name for name in (*names, *skipped) if name not in parts]
    if unknown:
        say(f"no part is called {', '.join(unknown)}; there are {', '.join(parts)}")
        return 2
    rows = [_row(name, name in skipped) for name in parts if name in (names or parts)]
    for line in table(rows):
        say(line)
    return 1 if any(row.result == "FAILED" for row in rows) else 0


def _row(name: str, is_skipped: bool) -> Row:
    if is_skipped:
        return Row(name, f"nothing, as {SKIP} names it", "0", "skipped")
    part = cast("Part", import_module(f"{PARTS}.{name}"))
    say(f"== {name}")
    began = time.monotonic()
    lacks = part.missing()
    done = Result(f"nothing: {lacks}; or {SKIP}={name}", False) if lacks else part.run()
    seconds = f"{time.monotonic() - began:.0f}"
    return Row(name, done.ran, seconds, "passed" if done.passed else "FAILED")


def table(rows: Sequence[Row]) -> list[str]:
    """Lay the rows out, what was run last, as it is long."""
    shown = [("part", "seconds", "result", "ran")]
    shown += [(row.part, row.seconds, row.result, row.ran) for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    return [
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in shown
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], [n for n in os.environ.get(SKIP, "").split(",") if n]))
