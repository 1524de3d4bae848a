"""Measure every promise and print one table; exit 1 if one is missed, else the page keeps it.

`python -m bench growth replay` measures only these subjects, and keeps nothing.
What is missed while others use the machine is no promise missed, and is not kept either.
"""

import re
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from bench import Row
from bench._machine import Machine
from escalate_cli.plugins import module_names

PAGE: Final = Path(__file__).parents[1] / "docs" / "performance.md"
_HEAD = Row("what", "measured", "target", ok=True)
MISSED: Final = "MISSED"
UNSURE: Final = "missed, but others use the machine"


def main(*names: str) -> int:
    """Run each module of this folder that measures something, or only those that are named."""
    machine, rows, remarks = Machine(), [_HEAD], [""]
    machine.has_time()
    for name in chosen(names):
        begun_at, subject = time.monotonic(), import_module(name)
        found = subject.measure()
        has_time = machine.has_time(alone=not hasattr(subject, "SERVER"))
        rows += found
        remarks += [remark(row, has_time=has_time) for row in found]
        print(f"{name}: {time.monotonic() - begun_at:.0f} s", file=sys.stderr, flush=True)
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:3]]
    lines = [_line(row, widths).rstrip() for row in rows]
    for line, said in zip(lines, remarks, strict=True):
        print(line, said)
    if not names and not any(remarks):
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(kept_in(page, lines), encoding="utf-8")
    return int(MISSED in remarks)


def chosen(names: Sequence[str]) -> list[str]:
    """Return the subjects of these names, all without any; one that is none is refused."""
    subjects = {name.removeprefix("bench."): name for name in module_names("bench")}
    for each in names:
        if each not in subjects:
            raise SystemExit(f"{each} is no subject; there are {', '.join(subjects)}")
    return [subjects[name] for name in names or subjects]


def remark(row: Row, *, has_time: bool) -> str:
    """Say of a row whether it is missed, if the machine had time for it."""
    return "" if row.ok else MISSED if has_time else UNSURE


def kept_in(page: str, lines: Sequence[str]) -> str:
    """Return the page with this table in the place of the last one."""
    table = "\n".join(("```text", *lines, "```"))
    return re.sub(r"```text\n.*?```", lambda _: table, page, count=1, flags=re.DOTALL)


def _line(row: Row, widths: list[int]) -> str:
    return "  ".join(text.ljust(width) for text, width in zip(row[:3], widths, strict=True))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
