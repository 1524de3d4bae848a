"""One suite for every kind of store: it keeps all of a change or nothing, and forgets nothing."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from operator import methodcaller
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import DEAD, Message
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.standing import (
    AuthorityLent,
    DutyOverridden,
    StandingRedacted,
    StandingUndone,
)
from escalate_cli.domain.policy.standing.gauges import LastBeat
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.domain.ticket.search import EVERY, Order, Search
from escalate_cli.errors import MessageNotFoundError, TicketNotFoundError
from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.standing import StandingRows
from escalate_cli.store.rows.tables import Tables
from escalate_cli.usecases.ports import Store, Transaction, View
from escalate_cli.usecases.records import Fingerprint, Record
from tests.conftest import (
    MINUTE,
    MONDAY_NINE,
    a_history,
    after,
    closed,
    noted,
    resolved,
    rule_fired,
    taken,
    when,
)
from tests.postgres_server import Server
from tests.unit.store.processes import script

MOMENT = timedelta(microseconds=1)
Change = Callable[[Transaction], None]


@pytest.fixture(params=["folder", "memory", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Open an empty store of each kind."""
    if request.param == "postgres":
        server: Server = request.getfixturevalue("server")
        return server.new_store()
    return JsonStore(tmp_path / "store") if request.param == "folder" else MemoryStore()


def numbers_have_gaps(store: Store) -> bool:
    """Tell whether a number is lost with the change that took it, as many take them at once."""
    return not isinstance(store, JsonStore | MemoryStore)


def a_record(
    *events: e.Event, number: int = 1, history: History | None = None, **times: Any
) -> Record:
    history = history or a_history(*events, id=f"T-{number}", uid=f"u-{number}")
    return Record(ticket=history.ticket, events=history.events, **NEVER | times)


NEVER: dict[str, Any] = {"next_at": None, "due_at": None, "risk_at": None}


def rows_of(tx: Transaction) -> Tables:
    """Return the rows themselves, to spoil some."""
    assert isinstance(tx, StandingRows)
    return tx._tables


def keep(store: Store, *records: Record) -> None:
    def save(tx: Transaction) -> None:
        for record in records:
            tx.save(record)

    store.change(save)


def a_message(key: str = "fact:bo", text: str = "Mail is down") -> Message:
    return Message(key=key, ticket="T-1", kind="alert", to="bo", text=text, created_at=MONDAY_NINE)


def logged(store: Store, **fields: Any) -> int:
    """Log a ticket under the next number."""

    def log(tx: Transaction) -> int:
        number = tx.next_number()
        tx.save(a_record(history=a_history(id=f"T-{number}", **fields)))
        return number

    return store.change(log)


def queue(store: Store, *messages: Message) -> None:
    store.change(lambda tx: tx.queue(messages))


def test_an_empty_store_has_nothing(store: Store) -> None:
    view = store.read()
    for found in (view.search(), view.archived(), view.numbers(), view.messages()):
        assert list(found) == []
    assert (list(view.delegations()), view.standing(), view.due_by(after("9d"))) == ([], [], [])
    assert (view.active_count(), view.highest(), view.policy_source("p")) == (0, 0, None)
    assert view.is_chained()
    assert (store.last_check_at(), store.doubted_at()) == (None, None)
    assert (view.written_at(), view.latest_at(), view.ahead_of(after("9d"))) == (None, None, [])


@pytest.mark.parametrize(
    "ask", [View.events, View.ticket, View.next_at], ids=lambda ask: ask.__name__
)
def test_a_ticket_that_is_not_there_is_not_found(
    store: Store, ask: Callable[[View, int], object]
) -> None:
    keep(store, a_record())
    with pytest.raises(TicketNotFoundError, match="no ticket T-2"):
        getattr(store.read(), ask.__name__)(2)


def test_a_ticket_comes_back_as_it_was_kept(store: Store) -> None:
    history = a_history(
        taken(after("1h")),
        noted(after("2h"), text='tab\t "quoted" \x1b[31m ünï \u2028 line\nend', public=True),
        title="[red] $title :boom: \\u001b",
        tags=("a", "b"),
        key="K",
    )
    keep(store, a_record(history=history, next_at=after("3h") + MOMENT, due_at=after("2h")))
    view = store.read()
    assert view.ticket(1) == history.ticket
    assert list(view.search()) == [history.ticket]
    assert view.next_at(1) == after("3h") + MOMENT
    assert view.due_at(1) == after("2h")
    assert view.pressed_at(1) == (after("3h") + MOMENT, after("2h"), None)
    plain = [_unsealed(event) for event in view.events(1)]
    assert plain == history.events


def _unsealed(event: e.Event) -> e.Event:
    return type(event)(
        **{
            name: getattr(event, name)
            for name in event.__struct_fields__
            if name not in {"seq", "change", "digest"}
        }
    )


@pytest.mark.parametrize(
    "title", ["Mail is down", 'a "quoted" \\ one', "läuft\nheiß", "日本語", ""]
)
def test_a_title_is_read_alone_as_it_was_kept(store: Store, title: str) -> None:
    begun = a_history(id="T-2", uid="u-2", title=title, description='"title":"none"')
    keep(store, a_record(), a_record(number=2, history=begun))
    with store.read() as view:
        assert list(view.titles()) == [(1, view.ticket(1).title), (2, title)]


def test_events_are_numbered_through_the_store_and_keep_their_numbers(store: Store) -> None:
    first, second = a_record(taken(after("1h"))), a_record(number=2)
    keep(store, first, second)
    known = store.read().events(1)
    keep(store, a_record(history=_history_of(store, 1, noted(after("2h")))))
    view = store.read()
    assert view.events(1)[:2] == known
    numbers = [[(x.seq, x.change) for x in view.events(number)] for number in (1, 2)]
    assert numbers == [[(1, 1), (2, 1), (4, 2)], [(3, 1)]]


def _history_of(store: Store, number: int, *events: e.Event) -> History:
    history = History(store.read().events(number), a_history().rules_of)
    for event in events:
        history.add(event)
    return history


def test_digests_chain_the_events_of_each_ticket_and_of_the_store(store: Store) -> None:
    keep(store, a_record(taken(after("1h"))), a_record(number=2))
    keep(store, a_record(history=_history_of(store, 1, noted(after("2h")))))
    view = store.read()
    digests = [x.digest for number in (1, 2) for x in view.events(number)]
    assert len(set(digests)) == 4
    assert all(len(digest) == 64 for digest in digests)
    assert view.broken_digests(1) == view.broken_digests(2) == []
    assert view.is_chained()


def test_what_stood_for_the_events_then_stands_for_them_still(store: Store) -> None:
    empty = Fingerprint(0, "")
    assert store.read().fingerprint() == store.read().fingerprint_at(0) == empty
    keep(store, a_record(taken(after("1h"))))
    kept = store.read().fingerprint()
    assert (kept.last, len(kept.digest)) == (2, 64)
    keep(store, a_record(number=2))
    view = store.read()
    assert (view.fingerprint_at(0), view.fingerprint_at(2)) == (empty, kept)
    assert view.fingerprint_at(3) == view.fingerprint() != kept
    assert view.fingerprint_at(4) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda events: [events[0], *events[2:]],
        lambda events: [events[0], noted(after("1h")), *events[2:]],
        lambda events: [*events[:2], events[2].__class__(**_with(events[2], text="another"))],
        lambda events: [*events[:2], events[2].__class__(**_with(events[2], at=after("9h")))],
    ],
    ids=["an event left out", "another in its place", "other words", "another instant"],
)
def test_a_history_that_was_tampered_with_is_noticed(
    store: Store, spoil: Callable[[list[e.Event]], list[e.Event]]
) -> None:
    keep(store, a_record(taken(after("1h")), noted(after("2h"))))
    events = spoil(store.read().events(1))
    keep(store, a_record(history=History(events, a_history().rules_of)))
    view = store.read()
    assert view.broken_digests(1) != [] or not view.is_chained()


def _with(event: e.Event, **fields: object) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__struct_fields__} | fields


def everything(view: View) -> object:
    """Return all that a store shows."""
    return (
        [(t, view.events(int(t.id[2:]))) for t in view.search()],
        list(view.messages()),
        list(view.delegations()),
        view.policy_source("new"),
        view.highest(),
        view.is_chained(),
        list(view.archived()),
    )


CHANGES: dict[str, Change] = {
    "a new ticket": lambda tx: tx.save(a_record(number=tx.next_number())),
    "an old ticket": lambda tx: tx.save(a_record(noted(after("1h")))),
    "a number": lambda tx: (tx.next_number(), None)[1],
    "a message": lambda tx: tx.queue([a_message("other")]),
    "a message gone": lambda tx: tx.drop("fact:bo"),
    "a message tried": lambda tx: tx.mark([a_message(text="later")]),
    "a policy": lambda tx: tx.pin("new", "text"),
    "the archive": lambda tx: (tx.archive(after("99d")), None)[1],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_that_fails_leaves_everything_as_it_was(store: Store, change: Change) -> None:
    keep(store, a_record(), a_record(resolved(after("1h")), closed(after("2h")), number=2))
    queue(store, a_message())
    before = everything(store.read())

    def fail(tx: Transaction) -> None:
        change(tx)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.change(fail)
    assert everything(store.read()) == before
    assert logged(store) == 3 or (numbers_have_gaps(store) and logged(store) > 3)


@pytest.mark.parametrize("change", [each for name, each in CHANGES.items() if name != "a number"])
def test_what_was_read_before_a_change_stays_as_it_was_read(store: Store, change: Change) -> None:
    keep(store, a_record(), a_record(resolved(after("1h")), closed(after("2h")), number=2))
    queue(store, a_message())
    view = store.read()
    before = everything(view)
    store.change(change)
    assert everything(store.read()) != before
    assert everything(view) == before


def test_a_change_sees_itself_and_nobody_else_does_before_it_is_done(store: Store) -> None:
    keep(store, a_record())

    def look_around(tx: Transaction) -> View:
        tx.save(a_record(number=2))
        tx.queue([a_message()])
        assert [ticket.id for ticket in tx.search()] == ["T-1", "T-2"]
        assert len(list(tx.messages())) == 1
        with store.read() as view:
            assert [ticket.id for ticket in view.search()] == ["T-1"]
            assert list(view.messages()) == []
        return tx

    left = store.change(look_around)
    assert len(list(store.read().search())) == 2
    assert everything(left) == everything(store.read())


def test_after_its_commit_a_change_shows_the_store_as_it_left_it(store: Store) -> None:
    over = resolved(after("1h")), closed(after("2h"))
    keep(store, a_record(), a_record(*over, number=2), a_record(*over, number=3))

    def put_away(tx: Transaction) -> View:
        tx.save(a_record(*over, noted(after("3h")), number=3))
        tx.queue([a_message()])
        assert tx.archive(after("99d")) == 2
        return tx

    left = store.change(put_away)
    assert everything(left) == everything(store.read())
    assert (list(left.in_use()), left.ticket(2).number) == ([1], 2)
    assert [left.is_in_use(number) for number in (1, 2, 99)] == [True, False, False]


def test_a_change_returns_what_its_work_returns(store: Store) -> None:
    assert store.change(lambda tx: tx.next_number()) == 1
    assert store.change(lambda tx: tx.next_number()) == 2


def test_a_message_with_a_known_key_is_not_put_twice(store: Store) -> None:

    def queue_again(tx: Transaction) -> None:
        tx.queue([a_message("a"), a_message("b"), a_message("a", "again")])
        tx.queue([a_message("b", "again")])

    store.change(queue_again)
    queue(store, a_message("c"), a_message("a", "once more"))
    found = [(message.key, message.text) for message in store.read().messages()]
    assert found == [("a", "Mail is down"), ("b", "Mail is down"), ("c", "Mail is down")]


def test_messages_come_oldest_first_also_after_some_have_left(store: Store) -> None:
    keys = [f"{n}" for n in range(12)]
    queue(store, *map(a_message, keys))
    store.change(lambda tx: tx.drop("11"))
    store.change(lambda tx: tx.drop("3"))
    queue(store, a_message("new"))
    assert [m.key for m in store.read().messages()] == [*keys[:3], *keys[4:11], "new"]


def test_a_message_that_is_not_there_cannot_be_dropped(store: Store) -> None:
    with pytest.raises(MessageNotFoundError, match="no message 'gone'"):
        store.change(lambda tx: tx.drop("gone"))


def test_a_message_that_left_the_outbox_is_not_marked_back_into_it(store: Store) -> None:
    queue(store, a_message("a"), a_message("b"))

    def mark_late(tx: Transaction) -> None:
        tx.drop("a")
        tx.mark([a_message("a", "late"), a_message("b", "tried")])

    store.change(mark_late)
    assert [(m.key, m.text) for m in store.read().messages()] == [("b", "tried")]


@pytest.mark.parametrize("way", ["change", "share"])
@pytest.mark.parametrize("waits", [False, True])
def test_messages_are_claimed_as_they_are_and_changed_then(
    store: Store, way: str, waits: bool
) -> None:
    queue(store, a_message("a"), a_message("b"), a_message("c"))

    def work(tx: Transaction) -> list[str]:
        claimed = tx.claim_messages(["a", "gone", "c"], waits=waits)
        tx.mark(replace(message, text="ours") for message in claimed)
        return [*(m.text for m in claimed), *(m.key for m in tx.claim_messages([], waits=waits))]

    change: Callable[[Callable[[Transaction], Any]], Any] = getattr(store, way)
    assert change(work) == [a_message("a").text, a_message("c").text]
    assert [m.key for m in store.read().messages() if m.text == "ours"] == ["a", "c"]


QUEUED = (
    a_message("a"),
    replace(a_message("b"), ticket="T-12", state=DEAD, batch="a+1"),
    replace(a_message("c"), ticket="T-12", next_at=after("1h")),
    replace(a_message("d"), batch="a+1", claimed_at=after("2h")),
)


@pytest.mark.parametrize("way", ["change", "share"])
def test_tickets_are_claimed_in_order_and_changed_then(store: Store, way: str) -> None:
    dues = {1: after("1h"), 2: after("3h"), 3: None, 4: after("1h")}
    keep(store, *(a_record(number=n, next_at=at) for n, at in dues.items()))

    def work(tx: Transaction) -> list[Sequence[int]]:
        asked = [tx.claim([], after("2h")), tx.claim([4, 2, 1, 3], after("2h")), tx.claim([3, 2])]
        for number in (1, 3):
            events = [*tx.events(number), noted(after("1h"))]
            tx.save(Record(ticket=tx.ticket(number), events=events, **NEVER))
            assert len(tx.events(number)) == 2
        assert len(tx.events(2)) == 1
        return asked

    change: Callable[[Callable[[Transaction], Any]], Any] = getattr(store, way)
    assert change(work) == [[], [1, 4], [2, 3]]
    view = store.read()
    assert [len(view.events(number)) for number in (1, 2, 3, 4)] == [2, 1, 2, 1]
    assert view.due_by(after("2h")) == [4]
    assert view.is_chained()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "abcd"),
        ({"ticket": "T-1"}, "ad"),
        ({"ticket": "T-12"}, "bc"),
        ({"ticket": "T-2"}, ""),
        ({"state": DEAD}, "b"),
        ({"batch": "a+1"}, "bd"),
        ({"batch": "a+1", "ticket": "T-1"}, "d"),
        ({"due_by": after("30m")}, "ad"),
        ({"due_by": after("1h")}, "acd"),
        ({"due_by": after("2h")}, "ac"),
    ],
    ids=str,
)
def test_messages_are_asked_for_by_what_they_are(
    store: Store, asked: dict[str, Any], found: str
) -> None:
    queue(store, *QUEUED)
    assert "".join(m.key for m in store.read().messages(**asked)) == found


def test_messages_are_asked_for_by_the_change_that_put_them_there(store: Store) -> None:
    queue(store, a_message("a"))
    keep(store, a_record())
    queue(store, a_message("b"))
    changes = {m.key: m.change for m in store.read().messages()}
    assert [m.key for m in store.read().messages(change=changes["b"])] == ["b"]


def test_one_message_is_found_by_its_key(store: Store) -> None:
    queue(store, a_message("a"), a_message("ab"))
    found = store.read().message("a")
    assert found is not None
    assert found.key == "a"
    assert store.read().message("b") is None

    def look(tx: Transaction) -> list[bool]:
        tx.drop("a")
        tx.queue([a_message("b")])
        return [tx.message(key) is not None for key in ("a", "ab", "b")]

    assert store.change(look) == [False, True, True]


def test_keys_of_another_system_are_asked_for_by_name(store: Store) -> None:
    for number, key in ((1, "INC1"), (2, "INC2"), (3, None)):
        history = a_history(id=f"T-{number}", source="servicenow", key=key)
        keep(store, a_record(history=history))
    keep(store, a_record(history=a_history(id="T-4", source="jira", key="INC3")))
    kept = store.read().imported_from("servicenow", ["INC1", "INC3", "INC9"])
    assert kept == {"INC1": 1}
    assert store.read().imported_from("jira", ["INC1", "INC3"]) == {"INC3": 4}


def test_numbers_only_grow(store: Store) -> None:
    assert [logged(store) for _ in range(3)] == [1, 2, 3]
    assert store.change(lambda tx: (tx.next_number(), tx.next_number())) == (4, 5)
    assert logged(store) == 6
    assert store.read().highest() == 6


def test_a_number_is_not_given_again_when_its_ticket_is_put_away(store: Store) -> None:
    number = [logged(store) for _ in range(3)][-1]
    done = _history_of(store, number, resolved(after("1h")), closed(after("2h")))
    keep(store, a_record(history=done))
    assert store.change(lambda tx: tx.archive(after("3h"))) == 1
    assert logged(store) == 4


def test_what_is_put_away_is_still_found(store: Store) -> None:
    keep(store, a_record(resolved(after("1h")), closed(after("2h"))), a_record(number=2))
    before = store.read().events(1)
    assert store.change(lambda tx: tx.archive(after("2h") - MOMENT)) == 0
    assert store.change(lambda tx: tx.archive(after("2h"))) == 1
    view = store.read()
    assert [ticket.id for ticket in view.search()] == ["T-2"]
    assert [ticket.id for ticket in view.archived()] == ["T-1"]
    assert list(view.numbers()) == [1, 2]
    assert (view.events(1), view.ticket(1).status) == (before, "closed")
    assert view.is_chained()


@pytest.mark.parametrize(
    ("since", "until", "is_then"),
    [("0m", "1m", True), ("2h", "9h", True), ("3h", "9h", False)],
)
def test_what_was_put_away_is_asked_for_by_when_or_counted_as_passed_over(
    store: Store, since: str, until: str, is_then: bool
) -> None:
    first = a_record(resolved(after("1h")), closed(after("2h")))
    keep(store, first, replace(first, ticket=replace(first.ticket, id="T-2", uid="u-2")))
    store.change(lambda tx: tx.archive(after("2h")))
    keep(store, a_record(noted(after("2h")), number=2))
    asked, view = Search(between=(after(since), after(until))), store.read()
    found = [ticket.number for ticket in view.archived(asked)]
    assert [ticket.number for ticket in view.archived(asked, past=())] == found
    assert len(found) + view.passed_over(asked) == 1
    assert found == [1] or not is_then
    assert view.passed_over(EVERY) == 0


@pytest.mark.parametrize(
    "key",
    ["K-1", "with 'quotes\" in it", "back\\slash", "ünï\u2028", "\x1b[0m", "[red]", '","key":"K'],
)
def test_a_ticket_is_found_by_its_key_whatever_it_holds(store: Store, key: str) -> None:
    numbers = [logged(store, key=each) for each in (None, f"{key}x", key, f"x{key}")]
    assert [ticket.id for ticket in store.read().with_key(key)] == [f"T-{numbers[2]}"]


def test_a_key_in_the_text_of_a_ticket_is_not_its_key(store: Store) -> None:
    logged(store, title='"key":"K"', tags=("key", "K"), requester="K")
    assert list(store.read().with_key("K")) == []


def test_complaints_are_found_by_who_complained(store: Store) -> None:
    complaint = e.ComplaintReceived(at=after("1h"), by="kim")
    for number, (requester, events) in enumerate(
        [("kim", [complaint]), ("kim", []), ("kimmy", [complaint]), ("kim", [complaint])], 1
    ):
        history = a_history(*events, id=f"T-{number}", requester=requester)
        keep(store, a_record(history=history))
    assert [ticket.id for ticket in store.read().complaints_of("kim")] == ["T-1", "T-4"]


def test_the_text_of_a_policy_is_kept_once(store: Store) -> None:
    store.change(lambda tx: tx.pin("p", "first"))
    store.change(lambda tx: tx.pin("q", "second"))
    store.change(lambda tx: tx.pin("p", "another"))
    view = store.read()
    assert (view.policy_source("p"), view.policy_source("q")) == ("first", "second")


def test_authority_is_lent_until_that_is_taken_back(store: Store) -> None:
    lent = AuthorityLent(
        at=MONDAY_NINE,
        by="max",
        person="lee",
        to="eva",
        from_at=MONDAY_NINE,
        until_at=after("1d"),
        message="leave",
    )
    for _ in range(2):
        store.change(lambda tx: tx.enter(lent))
    first, second = store.read().delegations()
    assert second == Delegation(
        person="lee",
        to="eva",
        since=MONDAY_NINE,
        until=after("1d"),
        by="max",
        reason="leave",
        change=2,
    )
    store.change(lambda tx: tx.enter(StandingUndone(at=MONDAY_NINE, by="max", undone=2)))
    assert list(store.read().delegations()) == [first]


def test_the_maintenance_windows_that_rows_go_by_are_kept(store: Store) -> None:
    assert store.read().windows() == []
    window = Window(when=when(service="mail"), from_at=after("1h"), until_at=after("2h"))
    for windows in ([window, window], [window]):
        store.change(lambda tx, kept=windows: tx.keep_windows(kept))  # type: ignore[misc]
    assert store.read().windows() == [window]


def test_a_gauge_has_the_place_of_the_one_before_it(store: Store) -> None:
    for name, at in (("mail", "1h"), ("tape", "1h"), ("mail", "2h")):
        store.change(methodcaller("set_gauge", LastBeat(name=name, at=after(at), by="cron")))
    mail, tape = store.read().gauges()
    assert [(each.name, each.at) for each in (mail, tape)] == [
        ("mail", after("2h")),
        ("tape", after("1h")),
    ]
    store.change(lambda tx: tx.forget_gauge(mail))
    store.change(lambda tx: tx.forget_gauge(mail))
    assert store.read().gauges() == [tape]


def taken_over(person: str, at: datetime = MONDAY_NINE, by: str = "lee") -> DutyOverridden:
    return DutyOverridden(
        at=at, by=by, team="net", person=person, from_at=after("1h"), until_at=after("2h")
    )


def test_what_stands_for_the_team_is_chained_with_the_events_of_tickets(store: Store) -> None:
    keep(store, a_record())
    store.change(lambda tx: tx.enter(taken_over("bo")))
    keep(store, a_record(number=2))
    store.change(lambda tx: tx.enter(taken_over("di")))
    view = store.read()
    entries = view.standing()
    assert [(entry.seq, entry.change) for entry in entries] == [(2, 2), (4, 4)]
    assert [replace(each, seq=0, change=0, digest="") for each in entries] == [
        taken_over("bo"),
        taken_over("di"),
    ]
    assert len({entry.digest for entry in entries}) == 2
    assert (view.is_chained(), view.broken_standing(), view.fingerprint().last) == (True, [], 4)
    assert view.fingerprint_at(3) != view.fingerprint_at(2)
    assert list(view.numbers()) == [1, 2]


def test_an_entry_loses_its_words_and_the_chain_holds(store: Store) -> None:
    store.change(lambda tx: tx.enter(taken_over("bo")))
    store.change(lambda tx: tx.enter(taken_over("di")))
    first, second = store.read().standing()
    blank = replace(second, message="<redacted>", redacted=True)

    def redact(tx: Transaction) -> None:
        seal = tx.blacken(blank)
        tx.enter(StandingRedacted(at=after("1h"), by="max", entry=second.seq, seal=seal))

    store.change(redact)
    assert store.read().standing()[:2] == [first, blank]
    assert (store.read().broken_standing(), store.read().is_chained()) == ([], True)


def test_an_entry_that_somebody_changed_is_found(store: Store) -> None:
    store.change(lambda tx: tx.enter(taken_over("bo")))
    store.change(lambda tx: tx.enter(taken_over("di")))

    def spoil(tx: Transaction) -> None:
        tables = rows_of(tx)
        row = tables.get("standing", 1) or b""
        tables.put("standing", 1, row.replace(b'"bo"', b'"cy"'))

    store.change(spoil)
    assert (store.read().broken_standing(), store.read().is_chained()) == ([1], True)

    def lose(tx: Transaction) -> None:
        rows_of(tx).delete("standing", 2)

    store.change(lose)
    assert not store.read().is_chained()


def test_the_last_change_of_a_person_may_be_of_what_stands(store: Store) -> None:
    keep(store, a_record())
    store.change(lambda tx: tx.enter(taken_over("bo", by="max")))
    assert store.read().last_change_by("max") == 2
    store.change(lambda tx: tx.enter(StandingUndone(at=after("1h"), by="max", undone=2)))
    assert store.read().last_change_by("max") is None


TIMES = [None, after("1h"), after("1h") + MOMENT, after("1h") + MINUTE / 60 - MOMENT, after("2h")]
NOWS = [after("59m"), after("1h") - MOMENT, after("1h"), after("1h") + MINUTE / 60, after("3h")]


def _kinds() -> Iterator[Record]:
    """Yield tickets in every status with every time."""
    lives = [(), (taken(after("1m")),), (resolved(after("2m")),)]
    lives.append((resolved(after("2m")), closed(after("3m"))))
    number = 0
    for events in lives:
        for at in TIMES:
            for other in TIMES:
                number += 1
                yield a_record(*events, number=number, next_at=at, due_at=other, risk_at=at)


def test_active_tickets_on_which_a_rule_found_nobody_are_named(store: Store) -> None:
    fired, other, over = (
        rule_fired(
            after("1h"),
            action,
            "gap",
            key=f"T-{number}:1:gap:1:0",
            type="skill_gap",
            trigger_kind="skill",
        )
        for number, action in ((2, "unanswered"), (1, "escalated"), (3, "unanswered"))
    )
    keep(
        store,
        a_record(other, number=1),
        a_record(fired, number=2),
        a_record(over, resolved(after("2h")), number=3),
    )
    assert store.read().unanswered() == [2]


def test_active_tickets_that_wait_for_a_yes_are_named(store: Store) -> None:
    request = e.EscalationRequested(
        at=after("1h"), by="ana", ladder="functional", to="L3", approver="lead"
    )
    said_no = e.EscalationDeclined(at=after("2h"), by="lee", to="L3")
    keep(
        store,
        a_record(request, number=1),
        a_record(request, said_no, number=2),
        a_record(request, resolved(after("2h")), number=3),
    )
    assert store.read().unanswered() == [1]


@pytest.mark.parametrize("now", NOWS)
def test_shortcuts_agree_with_reading_everything(store: Store, now: datetime) -> None:
    """They may name a ticket up to a second early, and must not miss one."""
    records = list(_kinds())
    keep(store, *records)
    view = store.read()
    whole = now.replace(microsecond=0) + MINUTE / 60 - MOMENT
    found = set(view.due_by(now))
    assert {n for n, r in enumerate(records, 1) if r.next_at and r.next_at <= now} <= found
    assert found <= {n for n, r in enumerate(records, 1) if r.next_at and r.next_at <= whole}
    pressing = {ticket.id for ticket in view.pressing(now)}
    due = {
        bound: {
            r.ticket.id
            for r in records
            if _is_owed(r) and any(t and t <= bound for t in (r.due_at, r.risk_at))
        }
        for bound in (now, whole)
    }
    assert due[now] <= pressing <= due[whole]
    assert view.active_count() == sum(map(_is_owed, records))
    owed = list(view.search(Search(active=True)))
    assert len(owed) == view.active_count()
    active = [ticket for ticket in owed if ticket.is_active]
    assert view.versions_followed() == Counter(ticket.policy for ticket in active)
    for policy_id in ("policy-1", "policy-2"):
        behind = [ticket for ticket in active if ticket.policy != policy_id]
        assert view.outdated(policy_id) == [ticket.number for ticket in behind]


def _is_owed(record: Record) -> bool:
    """Tell whether somebody works on a ticket, or has to answer: only then does it have a risk."""
    return record.ticket.is_active or record.risk_at is not None


def test_a_search_finds_what_is_asked_for_in_the_order_asked_for(store: Store) -> None:
    dues = {1: after("3h"), 2: None, 3: after("1h"), 4: after("2h")}
    for number, due_at in dues.items():
        history = a_history(id=f"T-{number}", priority="P2" if number == 4 else "P1")
        keep(store, a_record(history=history, due_at=due_at))
    keep(store, a_record(resolved(after("1h")), number=5))
    view = store.read()

    def found(
        asked: Search = EVERY, order: Order = Order.NUMBER, limit: int | None = None
    ) -> list[int]:
        return [ticket.number for ticket in view.search(asked, order, limit)]

    active, urgent = Search(active=True), Search(active=True, fields=(("priority", {"p1"}),))
    assert found() == [1, 2, 3, 4, 5]
    assert found(active) == [1, 2, 3, 4]
    assert found(urgent) == [1, 2, 3]
    assert found(active, Order.DUE) == [3, 4, 1, 2]
    assert found(urgent, Order.DUE) == [3, 1, 2]
    assert found(urgent, Order.DUE, limit=2) == [3, 1]
    assert found(active, Order.NUMBER, limit=9) == [1, 2, 3, 4]
    assert found(active, limit=0) == []


def test_the_heartbeat_remembers_the_run_before(store: Store) -> None:
    keep(store, a_record())
    assert store.checked(after("1h")) is None
    assert store.checked(after("2h") + MOMENT) == after("1h")
    assert store.last_check_at() == after("2h") + MOMENT


def test_the_heartbeat_remembers_since_when_the_clock_is_doubted(store: Store) -> None:
    keep(store, a_record())
    assert store.doubted(after("90d"))
    assert (store.doubted_at(), store.last_check_at()) == (after("90d"), None)
    store.checked(after("1h"))
    assert (store.doubted_at(), store.last_check_at()) == (None, after("1h"))
    assert store.doubted(after("91d"))
    assert (store.doubted_at(), store.last_check_at()) == (after("91d"), after("1h"))
    store.checked(after("1h"))
    assert store.doubted_at() is None


def test_the_latest_event_is_that_of_any_ticket(store: Store) -> None:
    keep(store, a_record(noted(after("3h"))))
    logged(store)
    assert store.read().latest_at() == after("3h")
    assert store.read().ahead_of(after("2h")) == [1]
    assert store.read().ahead_of(after("3h")) == []


def test_at_a_glance_no_event_is_ahead_of_the_latest_that_was_ever_saved(store: Store) -> None:
    assert store.read().may_be_ahead_of(after("9d"))
    keep(store, a_record(noted(after("3h"))))
    logged(store)
    asked = [store.read().may_be_ahead_of(after(at)) for at in ("2h", "3h", "4h")]
    assert asked == [True, False, False]


def test_a_change_that_saves_a_ticket_is_dated(store: Store) -> None:
    store.change(lambda tx: tx.dated(after("1h")))
    assert store.read().written_at() is None

    def save(tx: Transaction) -> None:
        tx.dated(after("2h"))
        tx.save(a_record())

    store.change(save)
    assert store.read().written_at() == after("2h")


def test_an_empty_change_is_none(store: Store) -> None:
    keep(store, a_record())
    before = everything(store.read())
    store.change(lambda _: None)
    assert everything(store.read()) == before


LOG_MANY = """
import json, sys
from pathlib import Path
from escalate_cli.store.json_store import JsonStore
from tests.contract.test_stores import a_message, logged

store = JsonStore(Path(sys.argv[1]))
numbers = [logged(store, title=sys.argv[2]) for _ in range(10)]
store.change(lambda tx: tx.queue([a_message("shared"), a_message(sys.argv[2])]))
print(json.dumps({"numbers": numbers}))
"""


def test_two_processes_never_take_the_same_number(tmp_path: Path) -> None:
    found: list[dict[str, object]] = []
    writers = [
        threading.Thread(target=lambda name=name: found.append(script(LOG_MANY, tmp_path, name)))
        for name in ("one", "two")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    view = JsonStore(tmp_path).read()
    taken_numbers = [n for each in found for n in _numbers(each)]
    assert sorted(taken_numbers) == list(range(1, 21)) == list(view.numbers())
    assert view.is_chained()
    assert sorted(x.seq for n in view.numbers() for x in view.events(n)) == list(range(1, 21))
    assert sorted(message.key for message in view.messages()) == ["one", "shared", "two"]


def _numbers(found: dict[str, object]) -> list[int]:
    numbers = found["numbers"]
    assert isinstance(numbers, list)
    return numbers


def test_threads_of_one_process_write_one_after_the_other(tmp_path: Path) -> None:
    stores = [JsonStore(tmp_path) for _ in range(4)]
    numbers: list[int] = []

    def work(store: Store) -> None:
        numbers.extend(logged(store) for _ in range(5))

    threads = [threading.Thread(target=work, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 21))
    assert stores[0].read().is_chained()


@pytest.mark.parametrize(
    "row",
    [
        b'{"key":"k","ticket":"T-1","kind":"alert","to":5,"text":"x"}',
        b'{"key":"k","ticket":"T-1","kind":"","to":"","text":"","created_at":"2026-11-23T08:00:00"}',
        b'{"a":"\xff"}',
    ],
    ids=["a number for a name", "an instant without an offset", "no text"],
)
def test_a_row_of_the_outbox_that_is_no_message_stops_nothing(store: Store, row: bytes) -> None:
    message = Message(
        key="good", ticket="T-1", kind="alert", to="lee", text="x", created_at=MONDAY_NINE
    )

    def spoil(tx: Transaction) -> None:
        rows_of(tx).put("outbox", 1, row)

    store.change(spoil)
    queue(store, message)
    view = store.read()
    assert [each.key for each in view.messages()] == ["good"]
    assert view.broken_messages() == [1]


def test_a_store_has_a_name_that_stays() -> None:
    assert MemoryStore().read().name() == ""


def test_a_folder_is_told_from_all_others(tmp_path: Path) -> None:
    names = []
    for folder in ("one", "two"):
        store = JsonStore(tmp_path / folder)
        assert store.read().name() == ""
        for _ in range(2):
            store.change(lambda tx: tx.next_number())
            names.append(store.read().name())
    assert names[0] == names[1] != names[2] == names[3]
    assert len(names[0]) == 16
