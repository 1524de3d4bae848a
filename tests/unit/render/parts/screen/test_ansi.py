"""Single lines have few colours, and signs that the stream can show."""

import pytest

from escalate_cli.render.parts.screen.ansi import Ansi
from tests.unit.render.screen import a_terminal


def _ink(patch: pytest.MonkeyPatch, *, coloured: bool = True, encoding: str = "utf-8") -> Ansi:
    return Ansi(a_terminal(patch, coloured=coloured, encoding=encoding).stdout)


def test_parts_are_joined_and_empty_ones_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _ink(monkeypatch).joined("P1", "", "L2") == "P1 · L2"


def test_without_utf_8_signs_are_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    ink = _ink(monkeypatch, encoding="ascii")
    assert ink.joined("P1", "L2") == "P1 - L2"
    assert (ink.sign("→"), ink.sign("…")) == ("->", "...")


def test_a_terminal_gets_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _ink(monkeypatch).paint("late", "red") == "\x1b[31mlate\x1b[0m"


@pytest.mark.parametrize(("text", "style"), [("", "red"), ("late", "")], ids=["text", "style"])
def test_nothing_is_not_painted(monkeypatch: pytest.MonkeyPatch, text: str, style: str) -> None:
    assert _ink(monkeypatch).paint(text, style) == text


def test_without_colour_no_escape_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _ink(monkeypatch, coloured=False).paint("late", "red") == "late"


def test_parts_that_do_not_fit_are_painted_and_joined_on_more_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ink = _ink(monkeypatch)
    monkeypatch.setenv("COLUMNS", "24")
    assert list(
        ink.folded(["T-1 closed", "", "overdue", "Disk full again"], {"overdue": "LATE"})
    ) == [
        "T-1 closed · LATE",
        "  Disk full again",
    ]
    assert list(ink.folded(["closed", "Disks are full again and again"], {})) == [
        "closed",
        "  Disks are full again",
        "  and again",
    ]
