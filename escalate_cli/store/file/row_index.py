"""The index of one table of a file: sorted lines of rows, found by halving."""

from collections.abc import Iterator

BETWEEN = b",\n"
_TOGETHER = 100
"""So many rows are read at once."""
_SEARCHES = 100
"""After so many searches by halving it would have cost less to note where each row is."""


class RowIndex:
    """Rows by id: unchanged ones stay bytes of the file, changed ones are kept beside them.

    Args:
        raw: the bytes of the file.
        start: where the first line begins.
        stop: where the last line ends, its line break excluded.
        count: how many lines there are.
    """

    def __init__(self, raw: bytes = b"", start: int = 0, stop: int = 0, count: int = 0) -> None:
        self._raw = raw
        self._start = start
        self._stop = stop
        self._count = count
        self._last = self._id_at(raw.rfind(b"\n", 0, stop) + 1) if start < stop else 0
        self._highest: int | None = self._last
        self._new: dict[int, bytes | None] = {}
        self._asked_for, self._line = 0, (start, start)
        self._searches = 0
        self._known: dict[int, slice] = {}

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        if not self._new:
            return self._lines()
        rows = dict(self._lines()) | self._new
        return ((row_id, row) for row_id, row in sorted(rows.items()) if row is not None)

    @property
    def changed(self) -> list[int]:
        """The ids of the rows that differ from what the file holds."""
        return sorted(self._new)

    @property
    def highest(self) -> int:
        """The highest id there is, or 0; looked for only after its row was removed."""
        if self._highest is None:
            self._highest = max((row_id for row_id, _ in self), default=0)
        return self._highest

    def get(self, row_id: int) -> bytes | None:
        """Return one row, or nothing."""
        return self._new[row_id] if row_id in self._new else self._old(row_id)

    def holding(self, text: bytes) -> Iterator[tuple[int, bytes]]:
        """Go through the rows that have a text in them, and look at no others."""
        if not self._new:
            return self._lines_with(text)
        return ((row_id, row) for row_id, row in self if text in row)

    def beginnings(self, end: bytes) -> Iterator[bytes]:
        """Yield the table as objects of JSON, each row only as far as a text, if it has that.

        The lines of a file are such an object as they are, but for its braces. Some rows together
        are read at once, which takes a third of the time of a call for each; of all together the
        copy would be so large that the memory for it takes longer than to read it.
        """
        raw, at, stop = self._raw, self._start, self._stop
        if self._new:
            raw = b"".join(self.parts())
            at, stop = 0, len(raw) - len(b"\n")
        while at < stop:
            begun = list[bytes]()
            while at < stop and len(begun) < _TOGETHER:
                found = raw.find(end, at, stop)
                cut = stop - len(b"}") if found < 0 else found
                begun.append(raw[at:cut])
                at = raw.find(b"\n", cut, stop) + 1 or stop
            yield b"{%b}}" % b"},".join(begun)

    def put(self, row_id: int, row: bytes | None) -> None:
        """Store one row, or remove it where the row is nothing."""
        old = self._old(row_id)
        self._count += (row is not None) - (self._new.get(row_id, old) is not None)
        if row == old:
            self._new.pop(row_id, None)
        else:
            self._new[row_id] = row
        if row is None and row_id == self._highest:
            self._highest = None
        elif row is not None and self._highest is not None:
            self._highest = max(self._highest, row_id)

    def parts(self) -> list[bytes | memoryview]:
        """Make the lines: unchanged stretches as they are, the changed rows between, uncopied."""
        view = memoryview(self._raw)
        parts: list[bytes | memoryview] = []
        at = self._start
        for row_id, row in sorted(self._new.items()):
            begin, end = self._find(row_id)
            if begin > at:
                parts += (view[at : begin - len(BETWEEN)], BETWEEN)
            if row is not None:
                parts += (b'"%d": ' % row_id, row, BETWEEN)
            at = end + len(BETWEEN) if end > begin else begin
        if at < self._stop:
            parts += (view[at : self._stop], BETWEEN)
        return [*parts[:-1], b"\n"] if parts else []

    def _old(self, row_id: int) -> bytes | None:
        if self._searches == _SEARCHES:
            self._searches += sum(1 for _ in self._places())
        if self._known:  # somebody has gone through all
            where = self._known.get(row_id)
            return None if where is None else self._raw[where]
        if row_id > self._last:  # one that is new
            return None
        begin, end = self._find(row_id)
        return self._raw[self._raw.index(b"{", begin) : end] if end > begin else None

    def _find(self, row_id: int) -> tuple[int, int]:
        """Where the line of a row begins and ends; where it would begin, twice, if it is absent."""
        if row_id > self._last:  # one that is new
            behind = self._stop + len(BETWEEN) if self._start < self._stop else self._start
            return behind, behind
        if row_id != self._asked_for:  # who changes a row has asked for it some times before
            self._line = self._near(row_id) or self._halved(row_id)
            self._asked_for = row_id
        return self._line

    def _near(self, row_id: int) -> tuple[int, int] | None:
        """Look where the last search ended and a line on: most rows are asked for in order."""
        begin, _ = self._line
        for _ in range(2):
            if begin >= self._stop:
                break
            end = self._end_of_line(begin)
            if self._id_at(begin) == row_id:
                return begin, end
            begin = end + len(BETWEEN)
        return None

    def _halved(self, row_id: int) -> tuple[int, int]:
        self._searches += 1
        raw, low, high = self._raw, self._start, self._stop
        while low < high:
            middle = (low + high) // 2
            begin = raw.rfind(b"\n", low, middle) + 1 or low
            end = self._end_of_line(middle)
            found = self._id_at(begin)
            if found == row_id:
                return begin, end
            if found < row_id:
                low = end + len(BETWEEN)
            else:
                high = begin
        return low, low

    def _id_at(self, begin: int) -> int:
        return int(self._raw[begin + 1 : self._raw.index(b'"', begin + 1)])

    def _end_of_line(self, at: int) -> int:
        line_break = self._raw.find(b"\n", at, self._stop)
        return self._stop if line_break < 0 else line_break - len(b",")

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        raw = self._raw
        return ((row_id, raw[at:end]) for row_id, at, end in self._places())

    def _places(self) -> Iterator[tuple[int, int, int]]:
        """Yield the id of each row, and where it begins and ends."""
        raw, begin, stop, known = self._raw, self._start, self._stop, {}
        while begin < stop:
            quote = raw.index(b'"', begin + 1)
            line_break = raw.find(b"\n", quote, stop)
            end = stop if line_break < 0 else line_break - len(b",")
            row_id, at = int(raw[begin + 1 : quote]), quote + len(b'": ')
            known[row_id] = slice(at, end)
            yield row_id, at, end
            begin = end + len(BETWEEN)
        self._known = known

    def _lines_with(self, text: bytes) -> Iterator[tuple[int, bytes]]:
        raw, start, stop = self._raw, self._start, self._stop
        while (at := raw.find(text, start, stop)) >= 0:
            begin, start = raw.rfind(b"\n", start, at) + 1 or start, self._end_of_line(at)
            row = raw[raw.index(b"{", begin) : start]
            if text in row:  # and not only in its id
                yield self._id_at(begin), row
