"""Both tickets of a tie are changed at once, and words on a duplicate find its original."""

import pytest

from escalate_cli.errors import IllegalTransitionError, NotAllowedError, UsageError
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.verbs.link import hearing, link
from escalate_cli.usecases.verbs.note import complain, note
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve
from tests.conftest import MINUTE
from tests.unit.usecases.conftest import a_context, kinds, later, logged, ticket


@pytest.fixture
def three() -> Context:
    context = a_context()
    for name in ("kim", "pat", "sue"):
        logged(context, requester=name, key=f"{name}-mail")
    return context


def test_both_sides_are_one_change(three: Context) -> None:
    [standing] = link(later(three, "1m"), ["2"], duplicate_of="1", message="the same")
    assert standing.standing.ticket.duplicate_of == "T-1"
    assert (kinds(three, 2)[-1], kinds(three, 1)[-2:]) == (
        "ticket_linked",
        ["ticket_linked", "ticket_edited"],
    )
    events = [three.store.read().events(number)[-1] for number in (1, 2)]
    assert events[0].change == events[1].change


def test_words_on_a_duplicate_go_to_the_end_of_the_chain(three: Context) -> None:
    link(later(three, "1m"), ["2"], duplicate_of="3")
    link(later(three, "2m"), ["3"], duplicate_of="1")
    assert [hearing(three.store.read(), number) for number in (1, 2, 3)] == [1, 1, 1]
    [said] = note(later(three, "3m"), ["2"], "hello")
    [complained] = complain(later(three, "4m"), ["3"])
    assert (said.standing.ticket.id, complained.standing.ticket.id) == ("T-1", "T-1")
    assert ticket(three).other_keys == ("sue-mail", "pat-mail")


def test_a_reopening_frees_the_keys_along_the_chain(three: Context) -> None:
    link(later(three, "1m"), ["2"], duplicate_of="3")
    link(later(three, "2m"), ["3"], duplicate_of="1")
    reopen(later(three, "3m"), ["2"])
    assert ticket(three, 3).other_keys == ()
    assert ticket(three, 1).other_keys == ("sue-mail",)


def test_a_reopening_leaves_an_archived_original_where_it_is(three: Context) -> None:
    link(later(three, "1m"), ["2"], duplicate_of="1")
    resolve(later(three, "2m"), ["1"])
    close(later(three, "3m"), ["1"])
    archive(later(three, "2h"), 30 * MINUTE)
    before = kinds(three, 1)
    reopen(later(three, "900h"), ["2"])
    assert kinds(three, 1) == before
    assert ticket(three, 2).duplicate_of is None


@pytest.mark.parametrize("way", ["related", "duplicate_of"])
def test_an_archived_ticket_is_tied_to_nothing(three: Context, way: str) -> None:
    resolve(later(three, "1m"), ["1"])
    close(later(three, "2m"), ["1"])
    archive(later(three, "2h"), 30 * MINUTE)
    with pytest.raises(NotAllowedError, match="T-1 is archived"):
        link(later(three, "900h"), ["2"], **{way: "1"})


def test_all_are_tied_or_none(three: Context) -> None:
    link(later(three, "1m"), ["2"], duplicate_of="1")
    with pytest.raises(IllegalTransitionError, match="T-2 is closed"):
        link(later(three, "2m"), ["3", "2"], duplicate_of="1")
    assert ticket(three, 3).duplicate_of is None


def test_related_tickets_name_each_other(three: Context) -> None:
    link(later(three, "1m"), ["1", "2"], related="3")
    assert [ticket(three, n).related for n in (1, 2, 3)] == [("T-3",), ("T-3",), ("T-1", "T-2")]


@pytest.mark.parametrize("ways", [{}, {"related": "1", "duplicate_of": "1"}])
def test_one_way_must_be_named(three: Context, ways: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="in one way to one other"):
        link(three, ["2"], **ways)
