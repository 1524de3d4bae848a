"""Two names mean one person where only case or Unicode's spelling differ."""

import pytest

from escalate_cli.domain.policy.identity import addresses_of, is_among, is_same, plain_form


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Kim", "kIM", True),
        ("zoé", "ZOE\u0301", True),
        ("Straße", "STRASSE", True),
        ("kim", "kym", False),
        ("zoé", "zoe", False),
    ],
)
def test_names_are_compared_as_people_mean_them(one: str, other: str, wanted: bool) -> None:
    assert is_same(one, other) is wanted
    assert is_among(one, ("somebody", other)) is wanted
    assert (plain_form(one) == plain_form(other)) is wanted


def test_an_address_is_what_stands_behind_the_channel() -> None:
    assert addresses_of(("mail:kim@example.org", "page: +49:1")) == ("kim@example.org", "+49:1")
