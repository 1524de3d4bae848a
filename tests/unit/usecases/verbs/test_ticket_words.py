"""Words for tickets become ids, or say which they cannot."""

import pytest

from escalate_cli.errors import NothingMeantError, UsageError
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.resolve import resolve
from escalate_cli.usecases.verbs.ticket_words import ids_meant, one_meant
from tests.unit.usecases.conftest import a_context, later, logged


def nowhere() -> Context:
    """Fail: ids and ranges are read without a store."""
    raise AssertionError


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["12", "t-3", "nonsense"], ["12", "t-3", "nonsense"]),
        (["52..54"], ["T-52", "T-53", "T-54"]),
        (["T-2..t-3", "9"], ["T-2", "T-3", "9"]),
        (["4..4"], ["T-4"]),
        (["1..100"], [f"T-{n}" for n in range(1, 101)]),
    ],
    ids=["no words", "a range", "a range and an id", "of one", "as many as may be"],
)
def test_ids_need_no_store(words: list[str], ids: list[str]) -> None:
    assert ids_meant(words, nowhere) == ids


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["54..52"], r"'54\.\.52' counts down"),
        (["1..101"], "that is 101 tickets; at most 100 at once"),
        (["1..50", "60..109", "7"], "that is 101 tickets"),
        (["1..999999999999"], "that is 999,999,999,999 tickets"),
    ],
    ids=["backwards", "too many", "together too many", "without end"],
)
def test_a_slip_of_the_finger_names_nothing(words: list[str], error: str) -> None:
    with pytest.raises(UsageError, match=error):
        ids_meant(words, nowhere)


def test_ids_typed_one_by_one_may_be_as_many_as_one_likes() -> None:
    typed = [str(n) for n in range(1, 300)]
    assert ids_meant(typed, nowhere) == typed


def test_last_is_what_one_changed_last() -> None:
    context = a_context()
    for _ in range(3):
        logged(context)
    acknowledge(later(context, "1m"), ["1", "3"], take=True)
    logged(later(context, "2m", by="bo"))
    assert ids_meant(["@last"], lambda: context) == ["T-1", "T-3"]
    undo(later(context, "3m"), None)
    assert ids_meant(["@last"], lambda: context) == ["T-3"]


def test_without_a_change_of_ones_own_last_is_nothing() -> None:
    context = a_context()
    with pytest.raises(NothingMeantError, match="has changed no ticket"):
        ids_meant(["@last"], lambda: context)


def test_a_key_names_the_unresolved_ticket_under_it() -> None:
    context = a_context()
    logged(context, key="disk")
    logged(context, key="mail: down")
    assert ids_meant(["key:disk", "key:mail: down"], lambda: context) == ["T-1", "T-2"]
    resolve(later(context, "1m"), ["1"])
    with pytest.raises(NothingMeantError, match="no unresolved ticket has the key 'disk'"):
        ids_meant(["key:disk"], lambda: context)


def test_where_one_is_wanted_several_are_too_many() -> None:
    assert one_meant("7..7", nowhere) == "T-7"
    with pytest.raises(UsageError, match=r"'7\.\.9' means 3 tickets, and one is wanted"):
        one_meant("7..9", nowhere)
