"""What people typed into a document comes back as they typed it, or the document is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalate_cli.render.pages.typed_blocks import (
    BEGINNING,
    DocumentChangedError,
    marked,
    signed,
    typed_in,
)

KNOWN = ("luck", "actions")


def a_document(luck: str = "", actions: str = "- oil it") -> str:
    return signed(
        ["# Review", "", *marked("luck", luck), "", *marked("actions", actions), "", "end"]
    )


def test_a_document_says_that_it_is_ours() -> None:
    assert a_document().startswith(BEGINNING)
    assert a_document().endswith("\nend\n")


lines = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=40)


@given(lines.filter(lambda text: "yours:" not in text))
def test_what_was_typed_comes_back_to_the_letter(text: str) -> None:
    assert typed_in(a_document(text), "r.md", KNOWN) == {"luck": text, "actions": "- oil it"}


def test_an_editor_may_end_lines_in_its_own_way() -> None:
    text = a_document("one\ntwo").replace("\n", "\r\n")
    assert typed_in(text, "r.md", KNOWN)["luck"] == "one\ntwo"
    blanks = a_document("one").replace("# Review\n", "# Review  \n")
    assert typed_in(blanks, "r.md", KNOWN)["luck"] == "one"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (a_document().replace("# Review", "# Our review"), "was changed by hand"),
        (a_document().replace("\nend\n", "\nend\n\nP.S. it was dns\n"), "was changed by hand"),
        (a_document().replace("made by escalate: ", "made by escalate: 0"), "was changed by hand"),
        (a_document().replace("<!-- end of yours: luck -->\n", ""), "line 6 is out of place"),
        (a_document().replace("<!-- end of yours: actions -->\n", ""), "the end of 'actions'"),
        (a_document().replace("yours: actions", "yours: luck"), "line 7 is out of place"),
        (a_document("<!-- end of yours: actions -->"), "line 5 is out of place"),
        ("", "was changed by hand"),
    ],
    ids=[
        "another title",
        "a word below",
        "another sign",
        "no end",
        "no end of the last",
        "twice",
        "another end",
        "nothing",
    ],
)
def test_what_was_changed_elsewhere_is_left_alone(text: str, said: str) -> None:
    with pytest.raises(DocumentChangedError, match=said) as caught:
        typed_in(text, "r.md", KNOWN)
    assert "between two lines that say 'yours'" in str(caught.value.help)


def test_a_block_that_is_no_more_is_not_lost() -> None:
    with pytest.raises(DocumentChangedError, match="there is no block 'actions' any more"):
        typed_in(a_document(), "r.md", ["luck"])
