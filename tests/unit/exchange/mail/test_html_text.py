"""HTML as people read it, whatever is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.exchange.mail.html_text import text_of_html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>one</p><p>two<br/>three</p>", "one\n\ntwo\nthree"),
        ("<b>b</b>old &lt;tag&gt; &nbsp; &uuml;", "bold <tag> ü"),
        ("one\n   two\tthree", "one two three"),
        ("<STYLE>p {a: b}</STYLE>seen<script>if (1<2) x</script >!", "seen!"),
        ("<head><title>no</title><body>yes", "yes"),
        ("a<!-- <p>not</p> --><!DOCTYPE x><?xml y?>b", "ab"),
        ("a<!-- never closed <p>x", "a"),
        ("a < b and c > d", "a < b and c > d"),
        ("<p", ""),
        ("plain", "plain"),
        ("<div><div><div>a</div></div></div><div></div><p></p><p>b", "a\n\nb"),
        ("<style>never closed", ""),
    ],
)
def test_it_reads_as_on_a_page(source: str, text: str) -> None:
    assert text_of_html(source) == text


@given(st.lists(st.sampled_from(["<", ">", "<!--", "-->", "<p>", "<style>", "</style>", "a"])))
def test_no_tag_is_left(pieces: list[str]) -> None:
    assert "<p>" not in text_of_html("".join(pieces))
