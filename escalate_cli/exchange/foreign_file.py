"""A foreign file: what kind it is, seen in its first letters, and its rows."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from escalate_cli.errors import UsageError
from escalate_cli.exchange.files.csv_table import read_table
from escalate_cli.exchange.files.json_records import JsonText
from escalate_cli.exchange.files.nagios_log import is_log, read_log
from escalate_cli.exchange.files.table import Table, not_readable
from escalate_cli.exchange.mappings.mapping import Reads

LARGEST = 64 * 1024 * 1024
_MOST_BLANKS = 4096


class ForeignFile:
    """A file that is read once, however many mappings are tried on it."""

    def __init__(self, stream: TextIO) -> None:
        self._tables: dict[object, Table] = {}
        self._json: JsonText | None = None
        head = ""
        try:
            while (letter := stream.read(1)) and letter.isspace() and len(head) < _MOST_BLANKS:
                head += letter
            head += letter
        except UnicodeDecodeError as error:
            raise not_readable(error) from None
        self._log = ""
        if head[-1:] in {"{", "["}:
            text = head + _rest(stream)
            if is_log(text):
                self._log = text
            else:
                self._json = JsonText(text)
        else:
            self._lines = _lines(head, stream)

    @property
    def is_json(self) -> bool:
        """Tell whether it is JSON, in one piece or one object a line."""
        return self._json is not None

    @property
    def kind(self) -> str:
        """Say what kind it is."""
        return "JSON" if self.is_json else "a log of Nagios" if self._log else "no JSON"

    def table(self, reads: Reads) -> Table | None:
        """Return its rows as a mapping reads them; nothing if it reads other kinds of files."""
        if self._json is not None:
            return self.rows(reads.records) if set(reads.format) & {"json", "jsonl"} else None
        if self._log:
            return read_log(self._log) if "nagios" in reads.format else None
        return self._csv(reads.delimiter) if "csv" in reads.format else None

    def arrays(self) -> Sequence[str]:
        """Name the arrays of objects in which there may be rows."""
        return list(self._json.arrays()) if self._json is not None else ()

    def rows(self, records: Sequence[str]) -> Table:
        """Return the rows of a file that is read whatever it is."""
        if self._log:
            return read_log(self._log)
        if self._json is None:
            return self._csv("auto")
        if (key := tuple(records)) not in self._tables:
            self._tables[key] = self._json.table(key)
        return self._tables[key]

    def _csv(self, delimiter: str) -> Table:
        if "csv" not in self._tables:
            self._tables["csv"] = read_table(self._lines, delimiter)
        return self._tables["csv"]


def _lines(head: str, stream: TextIO) -> Iterator[str]:
    """Yield the lines of a file whose beginning was read already."""
    *whole, begun = head.split("\n")
    yield from (f"{line}\n" for line in whole)
    yield begun + next(stream, "")
    yield from stream


def _rest(stream: TextIO) -> str:
    try:
        text = stream.read(LARGEST + 1)
    except UnicodeDecodeError as error:
        raise not_readable(error) from None
    if len(text) > LARGEST:
        raise UsageError(f"the file is larger than {LARGEST // 2**20} MiB", "split it")
    return text
