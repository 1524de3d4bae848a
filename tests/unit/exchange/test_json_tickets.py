"""New tickets from JSON: one object, an array, or one a line; a mistake is named by its place."""

import io

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.exchange.json_tickets import MOST, read_drafts
from escalate_cli.usecases.verbs.log import NewTicket

MAIL, DISK = NewTicket(title="Mail", priority="P1"), NewTicket(title="Disk")


@pytest.mark.parametrize(
    ("text", "drafts"),
    [
        ('{"title": "Disk"}', [DISK]),
        ('{\n  "title": "Mail",\n  "priority": "P1"\n}\n', [MAIL]),
        ('{"title":"Mail","priority":"P1"}\n\n{"title":"Disk"}\n', [MAIL, DISK]),
        ('\n [{"title":"Mail","priority":"P1"}, {"title":"Disk"}]', [MAIL, DISK]),
    ],
    ids=["one", "one over several lines", "one a line", "an array"],
)
def test_tickets_are_read_in_each_way_that_scripts_write_them(
    text: str, drafts: list[NewTicket]
) -> None:
    assert read_drafts(io.StringIO(text), "in.json") == drafts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "in.json holds no ticket"),
        ("[]", "in.json holds no ticket"),
        ("[{}", "in.json: input data was truncated"),
        ('{"title":"Mail"}\n{"priority":"P1"}', "in.json, line 2: object missing required field"),
        ('{"title":"Mail"}\n{"title":"Disk"\n', "in.json, line 2: input data was truncated"),
        ('[{"title":"Mail"}, {"title":7}]', "in.json, entry 2: expected 'str', got 'int'"),
        ('{"title":"Mail","colour":"red"}', "in.json, line 1: object contains unknown field"),
        ('{"title":"Mail","title":"Disk"}', "in.json, line 1: 'title' is given twice"),
        ("mail is down", "in.json, line 1: JSON is malformed"),
        ('{"title":' + "[" * 2000, "in.json, line 1: "),
    ],
    ids=[
        *("nothing", "an empty array", "a cut array", "a line without a title", "a cut line"),
        "another type",
        *("an unknown field", "a field twice", "no JSON", "nested too deeply"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_drafts(io.StringIO(text), "in.json")
    assert str(caught.value).startswith(said)


def test_there_is_a_limit_to_how_many_come_at_a_time() -> None:
    with pytest.raises(UsageError, match=f"holds {MOST + 1:,} tickets"):
        read_drafts(io.StringIO('{"title":"x"}\n' * (MOST + 1)), "in.json")


def test_what_is_not_utf_8_says_how_to_convert_it() -> None:
    stream = io.TextIOWrapper(io.BytesIO('{"title":"Büro"}'.encode("latin1")), encoding="utf-8")
    with pytest.raises(UsageError, match="is not UTF-8") as caught:
        read_drafts(stream, "in.json")
    assert "iconv" in (caught.value.help or "")
