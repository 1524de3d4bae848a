"""Documents: what people wrote is text in Markdown and in HTML, and breaks neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from escalate_cli.render.pages.documents import HandOut, HandOutSection, document_html, markdown_of
from escalate_cli.sanitize import one_line
from tests.unit.render.pages.page_reading import PageReading
from tests.unit.render.tickets import HOSTILE

ITEMS = ["# no title", "- no list", "1. nor this", "a | b", "<b>bold</b>", "*x* _y_ `z`", HOSTILE]
DOCUMENT = HandOut(
    "A *title*",
    "A lead.",
    [
        HandOutSection("First", ITEMS, "tried: this\n\nand # that"),
        HandOutSection("Empty"),
        HandOutSection("Low", level=3),
    ],
    "Made today.",
)


def shown(text: str) -> str:
    """Return the words that a reader of Markdown shows."""
    return PageReading(MarkdownIt().render(text).replace("<br />", "<br>")).words


def test_markdown_shows_what_was_written() -> None:
    text = "\n".join(markdown_of(DOCUMENT))
    html = MarkdownIt().render(text)
    for item in ITEMS:
        assert " ".join(one_line(item).split()) in shown(text)
    assert [html.count(f"<h{level}>") for level in (1, 2, 3)] == [1, 2, 1]
    assert (html.count("<li>"), html.count("<blockquote>"), html.count("<em>")) == (7, 1, 0)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_no_text_is_markup(text: str) -> None:
    document = HandOut("t", "l", [HandOutSection("s", [f"x {text}"], f"y {text}")], "f")
    markdown = "\n".join(markdown_of(document))
    html = MarkdownIt().render(markdown)
    assert (html.count("<li>"), html.count("<blockquote>"), html.count("<p>")) == (1, 1, 3)
    assert " ".join(one_line(f"x {text}").split()) in shown(markdown)


def test_a_quotation_keeps_its_lines() -> None:
    document = HandOut("t", "l", [HandOutSection("s", quoted="one\ntwo\n\nthree")], "f")
    assert "> one  \n> two\n>\n> three" in "\n".join(markdown_of(document))


def test_the_page_holds_the_same() -> None:
    words = PageReading(document_html(DOCUMENT)).words
    for item in ITEMS:
        assert " ".join(one_line(item).split()) in words
    assert "and # that" in words


@pytest.mark.parametrize("level", [2, 3])
def test_a_title_has_its_level(level: int) -> None:
    page = document_html(HandOut("t", "l", [HandOutSection("Part", level=level)], "f"))
    assert f"<h{level}>Part</h{level}>" in page
