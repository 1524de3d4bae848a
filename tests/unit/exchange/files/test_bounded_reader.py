"""Lines that come as they are, and never without end."""

import io
from pathlib import Path

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.exchange.files.bounded_reader import LONGEST, Lines


def lines_of(path: Path, raw: bytes) -> Lines:
    path.write_bytes(raw)
    return Lines(io.FileIO(path))


def test_line_breaks_and_letters_are_left_as_they_are(tmp_path: Path) -> None:
    with lines_of(tmp_path / "x", "\ufeffä\r\n\u2028b\nc".encode()) as lines:
        assert list(lines) == ["ä\r\n", "\u2028b\n", "c"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_read_by_its_mark(tmp_path: Path, encoding: str) -> None:
    text = "ä;b\r\n1;2\r\n" if encoding == "utf-16" else "\ufeffä;b\r\n1;2\r\n"
    with lines_of(tmp_path / "x", text.encode(encoding)) as lines:
        assert list(lines) == ["ä;b\r\n", "1;2\r\n"]


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    with lines_of(tmp_path / "x", b"a\n" + b"x" * LONGEST) as lines:
        assert next(lines) == "a\n"
        with pytest.raises(UsageError, match="line 2 is longer than 4 MiB"):
            next(lines)


def test_a_long_line_is_read(tmp_path: Path) -> None:
    with lines_of(tmp_path / "x", b"x" * (LONGEST - 2) + b"\n") as lines:
        assert len(next(lines)) == LONGEST - 1


@pytest.mark.parametrize(
    ("begins", "kind"),
    [(b"PK\x03\x04", "a ZIP"), (b"\xd0\xcf\x11\xe0", "an old Excel"), (b"\x1f\x8b", "by gzip")],
)
def test_a_file_that_is_packed_says_so(tmp_path: Path, begins: bytes, kind: str) -> None:
    with pytest.raises(UsageError, match=kind) as failure:
        lines_of(tmp_path / "x", begins + bytes(20))
    assert failure.value.help
