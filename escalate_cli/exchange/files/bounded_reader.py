"""A reader of foreign text that refuses endless lines."""

import codecs
import io

from escalate_cli.errors import UsageError

LONGEST = 4 << 20
"""In characters; no program that exports tickets writes longer lines."""


_OF_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""The marks with which spreadsheets begin such a file."""

_PACKED = {
    b"PK\x03\x04": (
        "a ZIP archive, as workbooks of Excel are",
        "save the table as CSV, or unpack it",
    ),
    b"\xd0\xcf\x11\xe0": ("a workbook of an old Excel", "save the table as CSV"),
    b"\x1f\x8b": ("packed by gzip", "unpack it: gunzip -c FILE, and `-` reads standard input"),
}
"""What files begin with that hold text, but are none."""


class Lines(io.TextIOWrapper):
    """UTF-8, or UTF-16 with its mark at the beginning; line breaks are left as they are.

    Raises:
        UsageError: the file is packed, or a line is too long.
    """

    def __init__(self, raw: io.FileIO) -> None:
        stream = io.BufferedReader(raw)
        begins = stream.peek(4)
        for mark, (kind, advice) in _PACKED.items():
            if begins.startswith(mark):
                stream.close()
                raise UsageError(f"the file is {kind}", advice)
        encoding = "utf-16" if begins.startswith(_OF_UTF_16) else "utf-8-sig"
        super().__init__(stream, encoding=encoding, newline="")
        self._lines = 0

    def __next__(self) -> str:  # type: ignore[override]  # as its base class has it
        """Return the next line; raises UsageError for one that is too long."""
        line = self.readline(LONGEST)
        if not line:
            raise StopIteration
        self._lines += 1
        if len(line) == LONGEST:
            raise UsageError(
                f"line {self._lines} is longer than {LONGEST >> 20} MiB", "this is no export"
            )
        return line
