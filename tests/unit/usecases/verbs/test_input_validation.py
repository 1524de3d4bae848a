"""What people type is kept as it is, or refused in a sentence that helps."""

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs import input_validation
from tests.conftest import a_policy
from tests.unit.usecases.conftest import staffed


def test_a_title_is_kept_without_the_blanks_around_it() -> None:
    assert input_validation.title_of("  Mail is down \n") == "Mail is down"


@pytest.mark.parametrize("text", ["", " \t\n"], ids=["nothing", "blanks"])
def test_a_title_says_something(text: str) -> None:
    with pytest.raises(UsageError, match="the title is empty"):
        input_validation.title_of(text)


def test_text_is_literal() -> None:
    hostile = "[bold]$id {x} \x1b]0;x\x07\u202e -rf 😀\n"
    assert input_validation.text_of(hostile) == hostile


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UsageError, match="the text has bytes that are not UTF-8"):
        input_validation.text_of(b"caf\xe9".decode("utf-8", "surrogateescape"))


def test_bytes_that_the_locale_could_not_read_are_text() -> None:
    assert (
        input_validation.text_of("caf\u00e9".encode().decode("ascii", "surrogateescape")) == "café"
    )


@pytest.mark.parametrize(
    ("kept", "limit", "what"),
    [(input_validation.title_of, 500, "the title"), (input_validation.text_of, 65_536, "the text")],
    ids=["title", "text"],
)
def test_nothing_endless_is_kept(kept: object, limit: int, what: str) -> None:
    assert callable(kept)
    assert kept("x" * limit) == "x" * limit
    with pytest.raises(UsageError, match=f"{what} has {limit + 1:,} characters; at most {limit:,}"):
        kept("x" * (limit + 1))


@pytest.mark.parametrize(
    ("text", "name"),
    [(None, None), ("", None), ("  ", None), (" kim ", "kim")],
    ids=["none", "empty", "blank", "a name"],
)
def test_an_empty_name_is_none(text: str | None, name: str | None) -> None:
    assert input_validation.name_of(text, "the requester") == name


def test_commas_separate_names_and_each_counts_once() -> None:
    assert input_validation.names_of(["dns, vpn", "vpn,", ""], "a tag") == ("dns", "vpn")


def test_a_person_is_known_by_the_policy_where_it_names_any() -> None:
    assert input_validation.person_of("bo", staffed().people, "ana") == "bo"
    with pytest.raises(UsageError) as refused:
        input_validation.person_of("kim", staffed().people, "ana")
    assert refused.value.help == "the policy knows ana, bo, cy, di, lee, max, dora"


def test_where_nobody_is_named_anybody_can_be_meant() -> None:
    assert input_validation.person_of("kim", a_policy().people, "ana") == "kim"


def test_me_is_who_acts() -> None:
    assert input_validation.person_of("@me", staffed().people, "ana") == "ana"
