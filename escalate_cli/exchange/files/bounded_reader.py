"""A reader of foreign text that refuses endless lines."""

import io

from escalate_cli.errors import UsageError

LONGEST = 4 << 20
"""In characters; no program that exports tickets writes longer lines."""


class Lines(io.TextIOWrapper):
    """UTF-8 with or without a mark at its beginning; line breaks are left as they are."""

    def __init__(self, raw: io.FileIO) -> None:
        super().__init__(io.BufferedReader(raw), encoding="utf-8-sig", newline="")

    def __next__(self) -> str:  # type: ignore[override]  # as its base class has it
        """Return the next line; raises UsageError for one that is too long."""
        line = self.readline(LONGEST)
        if not line:
            raise StopIteration
        if len(line) == LONGEST:
            raise UsageError(f"a line is longer than {LONGEST >> 20} MiB", "this is no export")
        return line
