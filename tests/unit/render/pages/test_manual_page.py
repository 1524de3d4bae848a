"""A page of the documentation fits the terminal, and is as it was written elsewhere."""

import pytest

from escalate_cli.render.pages.manual_page import print_page
from escalate_cli.text_width import cells
from tests.unit.render.screen import Stream

PAGE = """\
# Words

A paragraph that goes over
two lines of its own → here.

- an item that is longer than the terminal
1. another

| write | to say |
|---|---|
| `a \\| b` | either of the two, whichever comes first |

```sh
escalate list   status:open   # as it is, however long
```
"""


@pytest.fixture(autouse=True)
def width(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("COLUMNS", "30")
    return 30


def shown(text: str, *, is_terminal: bool = True, encoding: str = "utf-8") -> str:
    out = Stream(is_terminal=is_terminal, encoding=encoding)
    print_page(text, out)
    return out.getvalue()


def test_it_is_laid_out_in_the_width_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown(PAGE).splitlines() == [
        "# Words",
        "",
        "A paragraph that goes over two",
        "lines of its own → here.",
        "",
        "- an item that is longer than",
        "  the terminal",
        "1. another",
        "",
        "WRITE    TO SAY",
        "`a | b`  either of the two,",
        "         whichever comes first",
        "",
        "```sh",
        "escalate list   status:open   # as it is, however long",
        "```",
    ]


def test_a_terminal_that_knows_no_signs_gets_letters(
    monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    told = shown(PAGE, encoding="ascii")
    assert "own -> here" in told
    assert max(map(cells, told.split("```")[0].splitlines())) <= width


def test_a_pipe_gets_it_as_it_is_written() -> None:
    assert shown(PAGE, is_terminal=False) == PAGE


def test_a_terminal_gets_the_words_of_a_link_and_a_pipe_the_link() -> None:
    text = "See [Times](times.md#now) and `[a](b)`.\n"
    assert shown(text) == "See Times and `[a](b)`.\n"
    assert shown(text, is_terminal=False) == text
