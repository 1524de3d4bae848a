"""Measure every promise and print one table; exit 1 if one is missed."""

import sys
from importlib import import_module

from bench import Row
from escalate_cli.plugins import module_names

_HEAD = Row("what", "measured", "target", ok=True)


def main() -> int:
    """Run each module of this folder that measures something."""
    rows = [row for name in module_names("bench") for row in import_module(name).measure()]
    widths = [max(map(len, column)) for column in list(zip(_HEAD, *rows, strict=True))[:3]]
    print(_line(_HEAD, widths))
    for row in rows:
        print(_line(row, widths), "" if row.ok else "MISSED")
    return 0 if all(row.ok for row in rows) else 1


def _line(row: Row, widths: list[int]) -> str:
    return "  ".join(text.ljust(width) for text, width in zip(row[:3], widths, strict=True))


if __name__ == "__main__":
    sys.exit(main())
