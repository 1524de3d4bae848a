"""What the values of a file's columns show, where their names say nothing."""

import re

from escalate_cli.exchange.files.table import Table
from escalate_cli.exchange.mappings.sources import Path, Texts
from escalate_cli.exchange.reading.times import holds_days, is_time

_SAMPLE = 1000
"""So many rows are looked at."""
_LONGEST = 60
_MOST_WORDS = 12
_UUID = re.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


class ColumnEvidence:
    """Names the columns whose values could be what a mapping asks for."""

    def __init__(self, table: Table, texts: Texts) -> None:
        self._table = table
        self._texts = texts
        self._seen: dict[str, list[str]] = {}

    def holds_times(self, name: str) -> bool:
        """Tell whether all that it holds are times."""
        filled = [text for text in self.values(name) if text]
        return bool(filled) and all(map(is_time, filled))

    def holds_a_time(self, name: str) -> bool:
        """Tell whether anything that it holds is a time."""
        return any(map(is_time, self.values(name)))

    def holds_days(self, name: str) -> bool:
        """Tell whether all that it holds may be days of a spreadsheet, as ids may be, too."""
        return holds_days([text for text in self.values(name) if text])

    def may_hold_times(self, name: str) -> bool:
        """Tell whether it holds nothing, or some time."""
        return not any(self.values(name)) or self.holds_a_time(name)

    def tells_apart(self, name: str) -> bool:
        """Tell whether each row has a short text of its own in it."""
        found = self.values(name)
        short = all(0 < len(text) <= _LONGEST and "\n" not in text for text in found)
        apart = len(found) > 1 and len(set(found)) == len(found)
        return apart and short and not self.holds_a_time(name)

    def holds_uuids(self, name: str) -> bool:
        """Tell whether every value of the column is a UUID, which nobody would say aloud."""
        filled = [text for text in self.values(name) if text]
        return bool(filled) and all(map(_UUID.fullmatch, filled))

    def holds_texts(self, name: str) -> bool:
        """Tell whether most rows have words of their own in it."""
        found = [text for text in self.values(name) if any(map(str.isalpha, text))]
        are_many = len(set(found)) > len(self.values(name)) / 2
        return are_many and not self.holds_a_time(name) and not self.holds_uuids(name)

    def holds_words(self, name: str) -> bool:
        """Tell whether a few short words come again and again in it."""
        found = [text for text in self.values(name) if text]
        words = set(found)
        short = all(len(text) <= _LONGEST and not text.isdecimal() for text in words)
        return short and 1 < len(words) <= min(_MOST_WORDS, len(found) - 1)

    def values(self, name: str) -> list[str]:
        """Return what stands in a column, by row."""
        if name not in self._seen:
            read = self._texts.reader(Path(text=name))
            rows = self._table.rows[:_SAMPLE] if read else ()
            self._seen[name] = [read(row.values).strip() for row in rows] if read else []
        return self._seen[name]
