"""Documents: what people wrote is text in Markdown and in HTML, and breaks neither."""

import re
from html import escape as html_text
from html import unescape

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


def without_tags(html: str) -> str:
    """Return the text of a page, in which a link leaves no gap."""
    return unescape(re.sub("<[^>]*>", "", html))


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


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://x.example/a_b*c?d=1&e=[2], please", "https://x.example/a_b*c?d=1&e=[2]"),
        ("(see https://x.example/a.)", "https://x.example/a"),
        ("http://x.example/a_(b)", "http://x.example/a_(b)"),
        ("1. https://x.example", "https://x.example"),
    ],
)
def test_an_address_is_a_link_to_what_was_written(text: str, address: str) -> None:
    markdown = "\n".join(markdown_of(HandOut(text, text, [], "f")))
    html = MarkdownIt().render(markdown)
    assert f"<{address}>" in markdown
    assert html.count("<a ") == html.count(f">{html_text(address)}</a>") == 2
    assert without_tags(html).count(text) == 2


@pytest.mark.parametrize(
    "text",
    [
        "https://x.example/?a=1&copy;b",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "xhttps://x.example",
        "https://",
        "[mail](https://x.example/;)",
    ],
)
def test_what_is_no_plain_address_stays_text(text: str) -> None:
    markdown = "\n".join(markdown_of(HandOut(text, "l", [], "f")))
    assert "<a " not in MarkdownIt().render(markdown)
    assert text in shown(markdown)


@given(st.text(st.sampled_from("a/:._*`[]()<>&;\\\"' |#"), max_size=30))
def test_nothing_after_an_address_is_markup(tail: str) -> None:
    document = HandOut("t", "l", [HandOutSection("s", [f"x https://x{tail}"])], "f")
    html = MarkdownIt().render("\n".join(markdown_of(document)))
    links = html.count("<a ")
    assert links == html.count('<a href="https://x')
    tags = sorted(set(re.findall(r"</?\w+", html)) - {"<a", "</a"})
    assert tags == ["</h1", "</h2", "</li", "</p", "</ul", "<h1", "<h2", "<li", "<p", "<ul"]
    assert " ".join(f"x https://x{tail}".split()) in " ".join(without_tags(html).split())


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
