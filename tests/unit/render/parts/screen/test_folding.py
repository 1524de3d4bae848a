"""Lines are folded at the edge of the terminal, whatever their characters."""

import pytest
from rich.cells import cell_len

from escalate_cli.render.parts.screen.folding import folded, packed, within
from escalate_cli.text_width import cells
from tests.unit.render.screen import Stream


@pytest.mark.parametrize(
    "text", ["plain", "日本語 x", "Cafe\u0301", "ｆｕｌｌ", "ü·→…", "❤️ 👍", "ก็ดี", ""]
)
def test_characters_fill_as_many_columns_as_tables_count(text: str) -> None:
    assert cells(text) == cell_len(text)


def test_a_text_is_folded_between_words_and_indented() -> None:
    text = "the queue of the printer is full of them"
    assert list(folded(text, 26, indent=2)) == [
        "  the queue of the printer",
        "  is full of them",
    ]


def test_a_word_that_no_line_holds_is_cut_and_nothing_is_lost() -> None:
    lines = list(folded(f"see {'日' * 15} there", 20))
    assert lines == ["see", "日" * 10, f"{'日' * 5} there"]


def test_a_line_is_never_narrower_than_can_be_read() -> None:
    assert list(folded("twenty letters in all", 3, indent=2)) == ["  twenty letters in", "  all"]


def test_parts_stay_whole_and_go_to_the_next_line_where_they_do_not_fit() -> None:
    parts = ["aaaa", "bbbb", "cccc", "a part that is too long", "d"]
    assert list(packed(parts, 11, between=3)) == [["aaaa", "bbbb"], ["cccc"], [parts[3]], ["d"]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("as it  is", "as it  is"),
        (
            "a line that is longer than a terminal\nand one that is not",
            "a line that is longer than a\n  terminal\nand one that is not",
        ),
        ("  help: what it says, and further in", "  help: what it says, and\n    further in"),
        (
            "ok      below   what stands first of it",
            "ok      below what stands first\n        of it",
        ),
        (
            "\x1b[31mFAILED\x1b[0m  just as long as it is",
            "\x1b[31mFAILED\x1b[0m  just as long as it is",
        ),
        (
            "\x1b[31mFAILED\x1b[0m  a little longer than it is",
            "\x1b[31mFAILED\x1b[0m  a little longer than it\n        is",
        ),
        ("a.label.that.leaves  no room for words", "a.label.that.leaves no room\n  for words"),
        ("help: crontab -e, then: check --store /srv/team/.escalate", None),
        ("", ""),
    ],
)
def test_what_is_longer_than_the_terminal_goes_on_further_in(
    monkeypatch: pytest.MonkeyPatch, text: str, shown: str | None
) -> None:
    monkeypatch.setenv("COLUMNS", "32")
    assert within(text, Stream(is_terminal=True)) == (text if shown is None else shown)
    assert within(text, Stream(is_terminal=False)) == text


def test_nothing_is_on_no_line() -> None:
    assert list(packed([], 10, between=3)) == []
    assert list(folded("", 10)) == []
