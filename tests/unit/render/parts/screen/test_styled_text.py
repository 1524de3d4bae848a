"""Pieces of a line keep their styles, however they are put together, cut and wrapped."""

import pytest

from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.styled_text import Text, cell, joined
from tests.unit.render.screen import a_terminal


def shown(patch: pytest.MonkeyPatch, *lines: Text, coloured: bool = True) -> str:
    """Print lines on a terminal."""
    screen = a_terminal(patch, coloured=coloured)
    Ansi(screen.stdout).print(lines)
    return screen.out


def wrapped(text: Text, width: int) -> list[str]:
    return [line.plain for line in text.wrap(width)]


def test_each_piece_has_its_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    line = cell("T-1", "bold") + cell("  ") + cell("late", "red")
    assert shown(monkeypatch, line) == "\x1b[1mT-1\x1b[0m  \x1b[31mlate\x1b[0m\n"


def test_without_colour_not_even_bold_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, cell("T-1", "bold"), Text("x"), coloured=False) == "T-1\nx\n"


@pytest.mark.parametrize("title", ["[bold]x[/]", ":bomb:", "[link=https://x]y[/link]", "a [1] b"])
def test_free_text_is_no_markup(monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    assert shown(monkeypatch, cell(title)) == f"{title}\n"


def test_free_text_sends_no_control(monkeypatch: pytest.MonkeyPatch) -> None:
    line = cell("a\x1b]0;t\x07\nb\u202ec")
    assert shown(monkeypatch, line) == "a<U+001B>]0;t<U+0007> b<U+202E>c\n"


def test_a_part_keeps_the_styles_of_its_pieces() -> None:
    line = joined(("time", "dim"), ("bo", ""), cell("rest", "red"))
    assert line[2:8].pieces == (("me", "dim"), ("bo", ""), ("re", "red"))
    assert line[:0].plain == ""


def test_what_is_joined_has_the_text_between_its_parts() -> None:
    assert Text(" - ").join([cell("a", "red"), cell("b")]).pieces == (
        ("a", "red"),
        (" - ", ""),
        ("b", ""),
    )
    assert Text("-").join([]).plain == ""


def test_wide_characters_are_cropped_and_padded_by_cells() -> None:
    text = cell("日本語", "bold")
    assert text.cell_len == 6
    assert text.cropped(5).plain == "日本"
    assert text.cropped(9).plain == "日本語"
    assert text.padded(8).pieces == (("日本語  ", "bold"),)


def test_blanks_at_the_end_go_over_pieces() -> None:
    assert (cell("a ") + cell("  ", "dim")).rstrip().plain == "a"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("nobody has taken it in time", 11, ["nobody has", "taken it in", "time"]),
        ("  keeps its margin", 9, ["  keeps", "its", "margin"]),
        ("one\n\ntwo", 9, ["one", "", "two"]),
        ("a" * 7, 3, ["aaa", "aaa", "a"]),
        ("see " + "b" * 5 + " x", 4, ["see", "bbbb", "b x"]),
        ("日本語 x", 4, ["日本", "語 x"]),
        ("", 5, [""]),
        ("exactly", 7, ["exactly"]),
    ],
    ids=["words", "margin", "lines", "long word", "long after short", "wide", "nothing", "fits"],
)
def test_a_text_is_wrapped_between_words(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(Text(text), width) == lines


def test_what_is_wrapped_keeps_its_colours() -> None:
    lines = (cell("due", "red") + cell(" in one", "dim")).wrap(6)
    assert [line.pieces for line in lines] == [
        (("due", "red"), (" in", "dim")),
        (("", "red"), ("one", "dim")),
    ]
