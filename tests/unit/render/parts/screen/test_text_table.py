"""Columns stay aligned, and give way in the order they were told to."""

import pytest

from escalate_cli.render.parts.screen.ansi import Ansi
from escalate_cli.render.parts.screen.styled_text import cell
from escalate_cli.render.parts.screen.text_table import Column, table
from tests.unit.render.screen import a_terminal

COLUMNS = (Column("ID"), Column("OWNER", least=4, turn=1), Column("TITLE", least=8))
ROW = ("T-12", "ana.ruiz", "Mail server down")


def laid_out(
    patch: pytest.MonkeyPatch,
    width: int,
    *rows: tuple[str, ...],
    indent: int = 0,
    encoding: str = "utf-8",
) -> list[str]:
    on = Ansi(a_terminal(patch, width=width, encoding=encoding).stdout)
    cells = [[cell(text) for text in row] for row in rows or (ROW,)]
    return [line.plain for line in table(on, COLUMNS, cells, indent)]


def test_columns_are_aligned_without_lines_or_trailing_blanks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = laid_out(monkeypatch, 80, ROW, ("T-7", "bo", "VPN"), ("T-9", "-", ""))
    assert lines == [
        "ID    OWNER     TITLE",
        "T-12  ana.ruiz  Mail server down",
        "T-7   bo        VPN",
        "T-9   -",
    ]


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (32, "T-12  ana.ruiz  Mail server down"),
        (31, "T-12  ana.ruiz  Mail server do…"),
        (26, "T-12  ana.ru…  Mail serve…"),
        (20, "T-12  ana…  Mail se…"),
        (19, "T-12  Mail server…"),
        (14, "T-12  Mail se…"),
        (5, "T-12  Mail se…"),
    ],
    ids=[
        "all fits",
        "what is longest gives way first",
        "then all that may",
        "the least of all",
        "a column goes",
        "the least of the rest",
        "ids are never cut",
    ],
)
def test_a_narrow_terminal_gets_what_matters(
    monkeypatch: pytest.MonkeyPatch, width: int, line: str
) -> None:
    assert laid_out(monkeypatch, width)[1] == line


def test_without_utf_8_dots_are_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    assert laid_out(monkeypatch, 30, encoding="ascii")[1] == "T-12  ana.ruiz  Mail server..."


def test_wide_characters_take_the_room_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = laid_out(monkeypatch, 28, ("T-1", "日本", "日本語のタイトルは長い"))
    assert lines[1] == "T-1  日本   日本語のタイト…"


def test_an_indent_takes_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = laid_out(monkeypatch, 34, indent=2)
    assert lines[1] == "  T-12  ana.ruiz  Mail server down"
    assert laid_out(monkeypatch, 33, indent=2)[1].endswith("…")


def test_nothing_leaves_the_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    on = Ansi(a_terminal(monkeypatch).stdout)
    assert [line.plain for line in table(on, COLUMNS, [])] == ["ID  OWNER  TITLE"]


def test_a_column_gives_up_what_it_has_over_its_most_before_others_are_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on = Ansi(a_terminal(monkeypatch, width=24).stdout)
    columns = Column("OWNER", least=3, most=6), Column("TITLE", least=4)
    row = [cell("ana.ruiz@example.org"), cell("Mail server down")]
    assert table(on, columns, [row])[1].plain == "ana.r…  Mail server down"
    wide = Ansi(a_terminal(monkeypatch, width=40).stdout)
    assert table(wide, columns, [row])[1].plain == "ana.ruiz@example.org  Mail server down"


def test_a_column_that_explains_goes_on_below_and_is_not_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on = Ansi(a_terminal(monkeypatch, width=24).stdout)
    columns = [Column("ID"), Column("BECAUSE", least=8, folds=True), Column("BY")]
    rows = [["T-12", "nobody has taken it in time", "ana"], ["T-7", "late", "bo"]]
    lines = table(on, columns, [[cell(text) for text in row] for row in rows])
    assert [line.plain for line in lines] == [
        "ID    BECAUSE        BY",
        "T-12  nobody has     ana",
        "      taken it in",
        "      time",
        "T-7   late           bo",
    ]
