"""`--if field=value`: what is supposed of a ticket."""

import pytest

from escalate_cli.cli.typed.what_if import FIELDS, edits_of
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.errors import UsageError


@pytest.mark.parametrize(
    ("supposed", "edits"),
    [
        ([], Edits()),
        (["priority=P1", "service=mail"], Edits(priority="P1", service="mail")),
        (["customer="], Edits(customer="")),
        (["category=a=b"], Edits(category="a=b")),
        (["tag=one", "skill=dns", "tag=two"], Edits(add_tags=("one", "two"), add_skills=("dns",))),
        (["vip=Yes"], Edits(vip=True)),
        (["vip=false"], Edits(vip=False)),
    ],
    ids=["nothing", "fields", "emptied", "an equals sign", "lists grow", "yes", "no"],
)
def test_each_supposition_is_an_edit(supposed: list[str], edits: Edits) -> None:
    assert edits_of(supposed) == edits


def test_every_field_that_is_named_can_be_supposed() -> None:
    for field in FIELDS:
        assert edits_of([f"{field}=yes"]) != Edits()


@pytest.mark.parametrize("text", ["priority", "colour=red", "=P1", "title=x"])
def test_what_is_no_supposition_is_refused_with_the_fields(text: str) -> None:
    with pytest.raises(UsageError, match=f"'{text}' is no supposition") as caught:
        edits_of([text])
    assert "priority, impact" in (caught.value.help or "")


def test_a_vip_is_one_or_is_not() -> None:
    with pytest.raises(UsageError, match="vip cannot be 'perhaps'"):
        edits_of(["vip=perhaps"])
