"""A list begins with what presses most; a story leaves nothing out."""

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.errors import TicketNotFoundError, UsageError
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.list_and_show import Listing, find, show
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.ports import T
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import close, resolve
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import HOUR, after, changed, targets, when
from tests.unit.usecases.conftest import a_context, later, logged, staffed, told

TIMED = staffed(
    targets=(
        targets(of=when(priority="P1"), resolve="1h"),
        targets(of=when(priority="P2"), resolve="8h"),
    )
)


def listed(context: Context, *words: str, everything: bool = False) -> list[str]:
    query = parse(words, context, everything=everything)
    return [standing.ticket.id for standing in find(context, context.store.read(), query)]


def test_what_is_overdue_comes_first_then_by_next_due_then_what_has_none() -> None:
    context = a_context(TIMED)
    for at, priority in (("0m", "P3"), ("0m", "P2"), ("0m", "P1"), ("1h30m", "P1"), ("10m", "P1")):
        logged(later(context, at), priority=priority)
    wait(later(context, "20m"), ["5"], "vendor")
    assert listed(later(context, "2h")) == ["T-3", "T-4", "T-2", "T-5", "T-1"]


def test_a_wait_that_is_over_puts_its_ticket_back_into_its_place() -> None:
    context = a_context(TIMED)
    for priority in ("P2", "P1"):
        logged(context, priority=priority)
    wait(context, ["2"], "vendor", until=after("1h"))
    assert listed(later(context, "59m")) == ["T-1", "T-2"]
    assert listed(later(context, "1h1m")) == ["T-2", "T-1"]


def test_no_more_tickets_are_looked_at_than_are_taken() -> None:
    context = a_context(TIMED)
    for priority in ("P2", "P1", "P3"):
        logged(context, priority=priority)
    looked: list[str] = []

    def compile_noting(source: str) -> Policy:
        looked.append(source)
        return context.compile(source)

    newer = later(context, "1m", policy=changed(TIMED, id="policy-2"))
    found = find(replace(newer, compile=compile_noting), newer.store.read(), Query())
    assert (next(iter(found)).ticket.id, looked) == ("T-2", ["policy-1"])


def test_finished_ones_are_left_out_unless_they_are_asked_for() -> None:
    context = a_context()
    for _ in range(3):
        logged(context)
    resolve(later(context, "1h"), ["2"])
    assert listed(context) == ["T-1", "T-3"]
    assert listed(later(context, "2h"), "status:resolved") == ["T-2"]
    assert sorted(listed(later(context, "2h"), everything=True)) == ["T-1", "T-2", "T-3"]


def put_away(context: Context, count: int) -> Context:
    """Log tickets, and put them into the archive; return the context much later."""
    for number in range(1, count + 1):
        logged(context, priority="P1")
        resolve(later(context, "2h"), [str(number)])
        close(later(context, "3h"), [str(number)])
    check(later(context, "4h"))
    archive(later(context, "40d"))
    return later(context, "40d")


def test_the_archive_follows_newest_first() -> None:
    context = put_away(a_context(TIMED), 3)
    logged(context)
    assert listed(context, everything=True) == ["T-4", "T-3", "T-2", "T-1"]
    assert listed(context, "status:closed priority:P1") == ["T-3", "T-2", "T-1"]
    assert listed(context, "priority:P2", everything=True) == []
    assert listed(context) == ["T-4"]


def test_the_archive_can_be_watched_as_it_goes_by() -> None:
    seen: list[int] = []

    def watch(things: Iterable[T], total: int) -> Iterable[T]:
        seen.append(total)
        return things

    context = put_away(a_context(TIMED), 2)
    query = parse([], context, everything=True)
    assert len(list(find(context, context.store.read(), query, watch))) == 2
    assert seen == [2]


def test_a_closed_ticket_is_not_overdue() -> None:
    context = put_away(a_context(TIMED), 1)
    [standing] = find(context, context.store.read(), parse([], context, everything=True))
    assert (standing.is_overdue, standing.ticket.clocks["resolve"].spent) == (False, 2 * HOUR)


def test_a_story_holds_every_event_and_how_it_stands_now() -> None:
    context = a_context(TIMED)
    logged(context, priority="P2", requester="kim")
    wait(later(context, "1h"), ["1"], "vendor", until=after("3h"))
    [story] = show(later(context, "4h"), ["T-1"])
    assert [event.seq for event in story.events] == [1, 2]
    assert (story.standing.ticket.status, story.standing.due_at) == ("acknowledged", after("10h"))
    assert told(context) == [("status_update", "kim")]


def test_stories_come_in_the_order_asked_and_one_that_is_missing_stops_all() -> None:
    context = a_context()
    logged(context)
    logged(context)
    assert [story.standing.ticket.id for story in show(context, ["2", "1"])] == ["T-2", "T-1"]
    with pytest.raises(TicketNotFoundError, match="no ticket T-9"):
        show(context, ["1", "9"])


def number_of(context: Context, *words: str) -> int | None:
    found = find(context, context.store.read(), parse(words, context))
    assert isinstance(found, Listing)
    return found.number()


def test_how_many_are_open_is_told_where_all_are_asked_for() -> None:
    context = a_context(TIMED)
    for priority in ("P2", "P1", "P3"):
        logged(context, priority=priority)
    resolve(context, ["3"], "done")
    assert number_of(context) == 2
    assert number_of(context, "priority:P1") is None


def test_how_many_is_not_told_where_the_rules_of_one_cannot_be_read() -> None:
    context = a_context(TIMED)
    logged(context)

    def compile_none(_: str) -> Policy:
        raise UsageError("the policy cannot be read")

    newer = later(context, "1m", policy=changed(TIMED, id="policy-2"))
    assert number_of(newer) == 1
    assert number_of(replace(newer, compile=compile_none)) is None


def test_how_many_is_not_told_where_an_answer_is_owed_on_what_was_resolved() -> None:
    context = a_context(TIMED)
    logged(context)
    resolve(context, ["1"], "done")
    note(later(context, "5m"), ["1"], "it is not", from_requester=True)
    assert number_of(context) is None
