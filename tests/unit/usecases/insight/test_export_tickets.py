"""What goes out: all there is, what a query asks for, or what has been recorded since."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from escalate_cli.errors import DamagedStoreError, UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.damage import Damage
from escalate_cli.usecases.insight.export_tickets import ExportChoice
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import resolve
from tests.conftest import after
from tests.unit.usecases.conftest import a_context, later, logged


@pytest.fixture
def desk() -> Context:
    """Give a store with a ticket that is solved and two that are not."""
    desk = a_context()
    for title in ("one", "two", "three"):
        logged(desk, title=title)
    resolve(desk, ["1"], "restarted")
    note(later(desk, "2h"), ["2"], "looked")
    return later(desk, "3h")


def a_choice(context: Context, *words: str, since: str | None = None) -> ExportChoice:
    """Return a choice of tickets."""
    return ExportChoice(
        query=parse(words, context, everything=True),
        since=after(since) if since else None,
        is_all=not words and not since,
    )


def titles(context: Context, choice: ExportChoice) -> set[str]:
    """Return the titles of the tickets that go out, all of which are counted."""
    found = {each.standing.ticket.title for each in choice.tickets(context, context.store.read())}
    assert choice.count == len(found)
    return found


@pytest.mark.parametrize(
    ("words", "since", "found"),
    [
        ((), None, {"one", "two", "three"}),
        (("status:resolved",), None, {"one"}),
        ((), "1h", {"two"}),
        ((), "2h", {"two"}),
        ((), "2h1m", set()),
        (("status:resolved",), "1h", set()),
    ],
)
def test_a_query_and_an_instant_choose(
    desk: Context, words: tuple[str, ...], since: str | None, found: set[str]
) -> None:
    assert titles(desk, a_choice(desk, *words, since=since)) == found


def test_what_was_entered_later_counts_from_when_it_was_entered(desk: Context) -> None:
    said = Present(after("3h"), typed=True, latest=after("9h"))
    log(replace(desk, present=said), [NewTicket(title="of before")])
    assert titles(desk, a_choice(desk, since="8h")) == {"of before"}


def test_the_record_is_whole_where_nothing_is_asked_for(desk: Context) -> None:
    view = desk.store.read()
    everything = a_choice(desk)
    assert list(everything.record(desk, view).rows) == list(view.dump().rows)
    assert everything.count == 3
    some = a_choice(desk, "status:resolved")
    record = some.record(desk, view)
    assert (record.whole, some.count) == (False, 1)
    assert list(record.rows) == list(view.dump({1}).rows)


def test_what_is_seen_to_be_damaged_ends_the_record(desk: Context) -> None:
    view = desk.store.read()
    record = a_choice(desk).record(desk, view)
    found = Damage(file="t.json", place="/tickets/1", what="lost")
    view.damage = lambda: [found]  # type: ignore[method-assign]
    with pytest.raises(DamagedStoreError, match=r"t\.json:/tickets/1"):
        list(record.rows)


def test_the_record_is_not_cut_at_an_instant(desk: Context) -> None:
    past = replace(desk, present=Present(after("1h"), typed=True))
    with pytest.raises(UsageError, match="cannot be exported as it stood"):
        a_choice(past).record(past, past.read())
    present = replace(desk, present=Present(after("1h") + timedelta(hours=5), typed=True))
    assert a_choice(present).record(present, present.read()).whole
