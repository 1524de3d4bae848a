"""`--fields` keeps what was asked, in that order."""

import pytest

from escalate_cli.errors import ExitCode, UsageError
from escalate_cli.render.parts.data.field_selection import chosen, select

TICKET: dict[str, object] = {"id": "T-1", "title": "Disk full", "due_at": None, "tags": []}


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        (None, ["id", "title", "due_at", "tags"]),
        ("due_at,id", ["due_at", "id"]),
        (" id , title ,", ["id", "title"]),
        ("id,id", ["id"]),
    ],
    ids=["all", "in the order asked", "blanks", "twice"],
)
def test_the_chosen_fields_are_kept_in_order(fields: str | None, names: list[str]) -> None:
    assert list(chosen(TICKET, fields)) == names
    assert select(TICKET, fields) == {name: TICKET[name] for name in names}
    assert list(select(TICKET, fields)) == names


@pytest.mark.parametrize(
    ("fields", "message", "advice"),
    [
        ("id,due", "unknown field 'due'", "did you mean 'due_at'? the fields are id, title, "),
        ("Title", "unknown field 'Title'", "did you mean 'title'? the fields are id, title, "),
        ("xyz", "unknown field 'xyz'", "the fields are id, title, due_at, tags"),
        (" , ", "no fields are named", "the fields are id, title, due_at, tags"),
    ],
    ids=["near", "in capitals", "far", "none"],
)
def test_an_unknown_field_is_refused_with_the_list(fields: str, message: str, advice: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        select(TICKET, fields)
    assert caught.value.exit_code is ExitCode.COULD_NOT
    assert (caught.value.help or "").startswith(advice)


def test_an_empty_list_refuses_an_unknown_field_too() -> None:
    with pytest.raises(UsageError):
        chosen(["id"], "di")
