"""Run the long parts, all or those that are named, and close with a table.

It ends in 0 if all passed, in 1 if one failed, in 2 if a name is none of a part's.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from typing import NamedTuple, cast

from escalate_cli.plugins import module_names
from tests.long import Part, Result, print_line

PARTS = "tests.long.parts"
SKIP = "SKIP_LONG"


class Row(NamedTuple):
    """A line of the closing table."""

    part: str
    ran: str
    seconds: str
    result: str


def main(names: Sequence[str], skipped: Sequence[str]) -> int:
    """Run the parts, first those that are alone; the rest side by side, one for a processor."""
    parts = [name.rpartition(".")[2] for name in module_names(PARTS)]
    unknown = [name for name in (*names, *skipped) if name not in parts]
    if unknown:
        print_line(f"no part is called {', '.join(unknown)}; there are {', '.join(parts)}")
        return 2
    rows = sorted(_rows([name for name in parts if name in (names or parts)], skipped))
    for line in table(rows):
        print_line(line)
    return 1 if any(row.result == "FAILED" for row in rows) else 0


def _rows(names: Sequence[str], skipped: Sequence[str]) -> Iterator[Row]:
    parts = {name: cast("Part", import_module(f"{PARTS}.{name}")) for name in names}
    run = partial(_row, skipped)
    yield from (run(name, part) for name, part in parts.items() if part.ALONE)
    others = {name: part for name, part in parts.items() if not part.ALONE}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(run, others, others.values())


def _row(skipped: Sequence[str], name: str, part: Part) -> Row:
    if name in skipped:
        return Row(name, f"nothing, as {SKIP} names it", "0", "skipped")
    print_line(f"== {name}")
    began = time.monotonic()
    lacks = part.missing()
    if lacks:
        done = Result(f"nothing: {lacks}; or {SKIP}={name}", False)
    else:
        done = part.run(lambda line: print_line(f"{name}: {line}"))
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
