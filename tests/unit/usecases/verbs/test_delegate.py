"""Authority is lent by who has it, to somebody else, until an instant."""

import pytest

from escalate_cli.errors import EscalateError
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.verbs.delegate import delegate, delegations
from tests.conftest import after
from tests.unit.usecases.conftest import a_context, later


def test_what_was_lent_is_kept_with_who_why_and_until_when() -> None:
    context = a_context(by="lee")
    lent = delegate(context, "lee", "bo", after("2h"), "on leave")
    assert delegations(context) == [lent]
    assert (lent.person, lent.to, lent.since, lent.until) == ("lee", "bo", after("0m"), after("2h"))
    assert (lent.by, lent.reason) == ("lee", "on leave")


def test_what_was_lent_is_taken_back_by_undo() -> None:
    context = a_context(by="lee")
    lent = delegate(context, "lee", "bo", after("2h"))
    done = undo(context)
    assert (done.change, done.what) == (lent.change, ("authority_lent",))
    [altered] = done.altered
    assert (altered.ticket, altered.now) == (
        "lee",
        "bo 2026-11-23T08:00:00Z to 2026-11-23T10:00:00Z",
    )
    assert delegations(context) == []


def test_what_has_ended_is_not_listed_and_the_first_to_end_comes_first() -> None:
    context = a_context(by="max")
    for hours in ("3h", "1h", "2h"):
        delegate(context, "@me", "bo", after(hours))
    assert [d.until for d in delegations(later(context, "1h"))] == [after("2h"), after("3h")]
    assert delegations(later(context, "3h")) == []


def test_a_manager_above_may_lend_for_somebody() -> None:
    lent = delegate(a_context(by="max"), "lee", "bo", after("1h"))
    assert (lent.person, lent.by) == ("lee", "max")


@pytest.mark.parametrize(
    ("by", "person", "to", "until", "says"),
    [
        ("lee", "max", "bo", "1h", "lee may not lend the authority of max"),
        ("bo", "lee", "bo", "1h", "bo may not lend the authority of lee"),
        ("lee", "lee", "lee", "1h", "nobody delegates to themselves"),
        ("lee", "lee", "bo", "0m", "a delegation must end in the future"),
        ("lee", "lee", "zoe", "1h", "there is no person 'zoe'"),
    ],
    ids=["below", "to oneself", "to the same", "in the past", "unknown"],
)
def test_what_cannot_be_lent_is_refused(
    by: str, person: str, to: str, until: str, says: str
) -> None:
    context = a_context(by=by)
    with pytest.raises(EscalateError) as refused:
        delegate(context, person, to, after(until))
    assert str(refused.value) == says
    assert delegations(context) == []
