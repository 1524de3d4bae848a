"""Tables come out as spreadsheets and documents read them, and never as formulas or markup."""

import csv
import io

import pytest
from markdown_it import MarkdownIt

from escalate_cli.render.parts.data.table_files import csv_lines, markdown_lines

HOSTILE = [
    "plain",
    "a,b;c",
    'a "quote"',
    "two\nlines",
    "a | b",
    "[x](javascript:alert(1))",
    "<script>alert(1)</script>",
    "`code` *bold* _it_ ~~no~~ &amp; $x$ # ![i](u)",
    "back\\slash \\| pipe",
    "漢字 é",
    "",
]


def read_csv(*values: object) -> list[str]:
    """Return the cells that another program reads in one row."""
    text = "".join(f"{line}\n" for line in csv_lines(["x"] * len(values), [values]))
    assert text.count("\r\n") == 2 + sum(str(value).count("\r\n") for value in values)
    return list(csv.reader(io.StringIO(text, newline="")))[1]


def read_markdown(value: object) -> str:
    """Return the text of one cell as a page shows it."""
    text = "\n".join(markdown_lines(["x", "y"], [[value, "end"]]))
    page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(text)
    inline = [token for token in page if token.type == "inline"]
    assert len(inline) == 4
    kinds = {each.type for each in inline[2].children or ()}
    assert kinds <= {"text", "text_special", "html_inline"}
    return "".join(
        "\n" if each.content == "<br>" else each.content for each in inline[2].children or ()
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_reads_as_it_was(text: str) -> None:
    assert read_csv(text, "end") == [text, "end"]
    assert read_markdown(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "\n=1", "\uff1d1"])
def test_no_text_is_a_formula(text: str) -> None:
    assert read_csv(text) == [f"'{text}"]


def test_a_list_of_texts_is_no_formula_either() -> None:
    assert read_csv(["=1", "b"], ["a", "b"]) == ["'=1,b", "a,b"]


def test_values_that_are_no_text_stay_what_they_are() -> None:
    assert read_csv(-1, True, None, {"a": -1}, []) == ["-1", "true", "", '{"a":-1}', ""]


@pytest.mark.parametrize("text", ["\x1b]0;x\x07", "\u202e", "\r", "\x00"])
def test_what_a_terminal_or_a_reader_obeys_is_named(text: str) -> None:
    shown = "".join(f"<U+{ord(each):04X}>" if not each.isprintable() else each for each in text)
    assert read_csv(text) == [shown]
    assert read_markdown(text) == shown


def test_names_come_first_also_where_nothing_follows() -> None:
    assert list(csv_lines(["a", "b"], [])) == ["a,b\r"]
    assert list(markdown_lines(["a", "b"], [])) == ["| a | b |", "| --- | --- |"]
