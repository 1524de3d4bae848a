"""Items of a list are chosen by what they say, and a condition that fits none is remembered."""

import pytest

from escalate_cli.exchange.reading.item_filter import ItemFilter, misfits

CHANGE = {"field": "State", "user.name": "ana", "author": {"bot": True}, "numbers": [1, 2]}


@pytest.mark.parametrize(
    ("wanted", "is_meant"),
    [
        ({}, True),
        ({"field": "state"}, True),
        ({"field": "state", "author.bot": "false"}, False),
        ({"author.bot": "true"}, True),
        ({"user.name": "ana"}, True),
        ({"user": "ana"}, False),
        ({"numbers.1": "2"}, True),
    ],
)
def test_an_item_must_say_all_that_is_wanted(wanted: dict[str, str], is_meant: bool) -> None:
    item_filter = ItemFilter()
    assert item_filter.fits(CHANGE, wanted) is is_meant
    assert item_filter.unmet == ([] if is_meant else [wanted])


def test_a_condition_that_fitted_once_was_not_in_vain() -> None:
    item_filter, wanted, other = ItemFilter(), {"field": "state"}, {"field": "owner"}
    assert item_filter.unmet == []
    found = [item_filter.fits({"field": field}, wanted) for field in ("Title", "State", "Title")]
    assert (found, item_filter.fits(CHANGE, other)) == ([False, True, False], False)
    assert item_filter.unmet == [other]


def test_an_item_that_says_anything_unwanted_is_left_out() -> None:
    assert misfits(CHANGE, {"field": "owner", "author.bot": "true"})
    assert not misfits(CHANGE, {"field": "owner"})
