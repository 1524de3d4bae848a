"""Two stores become one: by uid, with whole histories, once, and so that it can be undone."""

from datetime import timedelta
from typing import cast

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.duty.on_duty import on_duty
from escalate_cli.domain.policy.standing import StandingUndone
from escalate_cli.domain.policy.standing.gauges import (
    LastBeat,
    LastTurn,
    last_beats,
    last_turns,
)
from escalate_cli.domain.ticket.actor import Actor
from escalate_cli.domain.ticket.events import MessageDropped, TicketLogged
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.errors import DamagedHistoryError, NotAllowedError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.tables import DELEGATIONS, TICKETS
from escalate_cli.usecases.care.merge_stores import Merged, Parted, Renumbered, merge_stores
from escalate_cli.usecases.care.redact import redact
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.care.undo_standing import take_back
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import record_of, save
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.delegate import delegate, delegations
from escalate_cli.usecases.verbs.duty import override
from escalate_cli.usecases.verbs.link import link
from escalate_cli.usecases.verbs.maintenance import add, when_of, windows
from escalate_cli.usecases.verbs.note import note
from tests.conftest import MONDAY_NINE, a_policy, after
from tests.unit.usecases.conftest import a_context, kinds, later, logged, ticket


def merged(here: Context, there: Context, **how: bool) -> Merged:
    """Merge one store into another; both hold afterwards."""
    done = merge_stores(here, there.store.read(), "other", **how)
    assert verify(here).differences == ()
    return done


def a_copy(context: Context) -> Context:
    """Return what acts on a copy of a store, as it is."""
    copy = replace(context, store=MemoryStore())
    merge_stores(copy, context.store.read(), "other")
    return copy


def taking(context: Context, change: int) -> None:
    """Take back what a change said for the team."""
    context.change(lambda tx: take_back(context, tx, change, ""))


def titles(context: Context) -> list[str]:
    """Return the titles of all tickets."""
    return [each.title for each in context.store.read().search()]


def test_an_empty_store_becomes_what_the_other_is() -> None:
    here = a_context()
    logged(here, title="one")
    copy = replace(here, store=MemoryStore())
    assert merged(copy, here) == Merged(new=1)
    ours, theirs = (list(each.store.read().dump().rows) for each in (copy, here))
    assert ours == theirs
    assert copy.store.read().fingerprint() == here.store.read().fingerprint()


def test_what_each_logged_under_one_number_is_kept_under_two() -> None:
    here = a_context()
    logged(here, title="one")
    there = a_copy(here)
    logged(here, title="two")
    logged(there, title="three")
    done = merged(here, there)
    assert (done.new, done.known, done.renumbered) == (1, 1, (Renumbered("T-2", "T-3"),))
    assert titles(here) == ["one", "two", "three"]
    assert merged(here, there) == Merged(known=2)


def test_a_free_number_stays_and_links_follow() -> None:
    here = a_context()
    logged(here, title="one")
    there = a_copy(here)
    logged(here, title="two")
    for title in ("three", "four"):
        logged(there, title=title)
    link(there, ["2"], related="3")
    done = merged(here, there)
    assert done.renumbered == (Renumbered("T-2", "T-4"),)
    assert titles(here) == ["one", "two", "four", "three"]
    assert (ticket(here, 3).related, ticket(here, 4).related) == (("T-4",), ("T-3",))
    assert merged(here, there) == Merged(known=3)


def test_the_longer_history_wins_on_both_sides() -> None:
    here = a_context()
    logged(here, title="one")
    logged(here, title="two")
    there = a_copy(here)
    note(here, ["1"], "here")
    note(there, ["2"], "there")
    assert merged(here, there).updated == 1
    assert merged(there, here).updated == 1
    for context in (here, there):
        assert [kinds(context, n)[-1] for n in (1, 2)] == ["note_added", "note_added"]


def test_two_ways_are_named_on_both_sides_and_left_alone() -> None:
    here = a_context()
    logged(here)
    there = a_copy(here)
    note(here, ["1"], "here")
    note(there, ["1"], "there")
    before = here.store.read().fingerprint()
    for one, other in ((here, there), (there, here)):
        assert merged(one, other).both == (Parted("T-1", "T-1"),)
    assert here.store.read().fingerprint() == before


def test_a_rehearsal_says_what_would_be_and_does_nothing() -> None:
    here = a_context()
    logged(here)
    there = a_copy(here)
    logged(there)
    assert merged(here, there, dry_run=True) == Merged(new=1, known=1)
    assert len(titles(here)) == 1


def test_undo_takes_a_merge_back_whole_and_once() -> None:
    here = a_context()
    logged(here, title="one")
    there = a_copy(here)
    acknowledge(later(there, "1h", by="ana"), ["1"])
    logged(there, title="two")
    override(there, "network", "bo", None, after("2h"))
    now = later(here, "2h")
    done = merged(now, there)
    undone = undo(now, done.change)
    assert (ticket(here).status, ticket(here, 2).status) == (Status.OPEN, Status.CLOSED)
    assert "store_merged" in undone.what
    assert isinstance(here.store.read().standing()[-1], StandingUndone)
    assert verify(here).differences == ()
    with pytest.raises(NotAllowedError, match="undone already"):
        undo(now, done.change)
    assert merged(now, there).change is None


def test_undo_of_a_merge_takes_back_all_that_holds_for_the_team() -> None:
    here = a_context()
    logged(here)
    there = a_copy(here)
    override(there, "network", "bo", None, after("2h"))
    add(there, when_of(["service:mail"]), None, after("2h"))
    delegate(replace(there, actor=Actor("lee")), "lee", "bo", after("2h"))
    now = later(here, "1h")
    done = merged(now, there)
    assert (len(list(delegations(now))), len(windows(now))) == (1, 1)
    undone = undo(now, done.change)
    assert set(undone.what) >= {"duty_overridden", "maintenance_added", "authority_lent"}
    assert (delegations(now), windows(now)) == ([], [])
    assert on_duty(now.people.teams["network"], now.people, now.now).people != ("bo",)
    assert merged(now, there).change is None
    assert delegations(now) == []


def test_what_was_done_since_hinders_an_undo() -> None:
    here = a_context()
    logged(here, title="one")
    there = a_copy(here)
    logged(there, title="two")
    done = merged(here, there)
    note(later(here, "1h"), ["2"], "since")
    with pytest.raises(NotAllowedError, match="moved on"):
        undo(later(here, "2h"), done.change)


def test_a_policy_comes_along_with_the_ticket_that_follows_it() -> None:
    here = a_context()
    logged(here)
    there = a_copy(here)
    other = replace(
        there, policy=replace(a_policy(), rules=replace(a_policy().rules, id="b" * 64)), source="b"
    )
    logged(other)
    done = merge_stores(replace(here, compile=lambda _: other.policy), there.store.read(), "other")
    assert done.new == 1
    assert here.store.read().policy_source("b" * 64) == "b"


def test_a_secret_that_was_redacted_there_goes_here_too() -> None:
    here = a_context()
    logged(here)
    note(here, ["1"], "hunter2")
    there = a_copy(here)
    redact(there, "1", 2, "a password")
    note(there, ["1"], "hunter3")
    redact(there, "1", 4, "another")
    assert merged(here, there).updated == 1
    assert b"hunter" not in b"".join(row for _, _, row in here.store.read().dump().rows)
    assert merged(here, there) == Merged(known=1)


def test_a_ticket_redacted_there_comes_in_redacted() -> None:
    here = a_context()
    logged(here)
    there = a_copy(here)
    logged(there, title="hunter2")
    redact(there, "2", 2, "a password")
    assert merged(here, there).new == 1


def test_a_changed_history_is_refused() -> None:
    here = a_context()
    there = replace(here, store=MemoryStore())
    logged(here)
    logged(there, title="two")
    tables = there.store.read().tables  # type: ignore[attr-defined]  # the memory store's view
    tables.put(TICKETS, 1, tables.get(TICKETS, 1).replace(b'"title":"two"', b'"title":"tow"'))
    with pytest.raises(DamagedHistoryError, match="event 1 of T-1 in the other store"):
        merge_stores(here, there.store.read(), "other")


def test_two_unresolved_tickets_of_one_key_are_refused() -> None:
    here = a_context()
    there = replace(here, store=MemoryStore())
    logged(here, key="disk")
    logged(there, key="disk")
    with pytest.raises(NotAllowedError, match="T-2 cannot come in: T-1 is open under its key"):
        merge_stores(here, there.store.read(), "other")


def test_what_holds_for_the_team_comes_along_once() -> None:
    here = a_context()
    logged(here)
    override(here, "network", "lee", None, after("1h"))
    there = a_copy(here)
    override(there, "network", "bo", None, after("3h"))
    for each in (2, 3):
        taking(there, each)
    lent = Delegation(
        person="lee", by="lee", to="bo", since=MONDAY_NINE, until=MONDAY_NINE + timedelta(hours=1)
    )
    with cast("MemoryStore", there.store).transaction() as tx:
        tx.tables.put(DELEGATIONS, 1, msgspec.json.encode(lent))
    assert merged(here, there).change == 7
    kept = here.store.read()
    assert [entry.kind for entry in kept.standing()][1:] == [
        "authority_lent",
        "duty_overridden",
        "standing_undone",
        "standing_undone",
        "store_merged",
    ]
    assert [e.undone for e in kept.standing() if isinstance(e, StandingUndone)] == [2, 4]
    assert list(kept.delegations()) == [replace(lent, change=3)]
    assert merged(here, there) == Merged(known=1)
    assert merged(there, here).change is None


ALERT = Message(
    key="T-1:1:late:1:0:lee",
    ticket="T-1",
    kind="alert",
    to="lee",
    text="T-1",
    created_at=MONDAY_NINE,
)


def test_what_was_sent_there_is_sent_no_more_here() -> None:
    here = a_context()
    logged(here)
    here.change(lambda tx: tx.queue([ALERT, replace(ALERT, key="T-1:1:late:1:0:bo", to="bo")]))
    there = a_copy(here)
    there.change(lambda tx: bury(there, tx, ALERT))
    assert merged(here, there).updated == 1
    assert [message.to for message in here.store.read().messages()] == ["bo"]
    assert kinds(here)[-1] == "message_dropped"


def bury(context: Context, tx: Transaction, message: Message) -> None:
    """Drop a message, as a person does who knows better."""
    tx.drop(message.key)
    history = context.history(tx, 1)
    history.add(
        MessageDropped(
            key=message.key,
            message=message.kind,
            to=message.to,
            queued_at=message.created_at,
            **context.stamp,
        )
    )
    save(context, tx, history)


def test_what_waits_there_comes_along_with_a_ticket_under_its_new_id() -> None:
    here = a_context()
    logged(here)
    there = replace(here, store=MemoryStore())
    logged(there, title="two")
    there.change(lambda tx: tx.queue([ALERT]))
    merged(here, there)
    [message] = here.store.read().messages()
    assert (message.key, message.ticket, message.text) == ("T-2:1:late:1:0:lee", "T-2", "T-2")


def test_a_history_whose_policy_is_nowhere_is_refused() -> None:
    here = a_context()
    logged(here)
    there = a_copy(here)
    log = cast("TicketLogged", here.store.read().events(1)[0])
    stray = replace(log, id="T-2", uid="u-9", policy="b" * 64, seq=0, change=0, digest="")
    lost = History([stray], lambda _: here.rules)
    there.store.change(lambda tx: tx.save(record_of(there, lost)))
    with pytest.raises(DamagedHistoryError, match="policy version bbbbbbbbbbbb is in neither"):
        merge_stores(here, there.store.read(), "other")


def test_of_two_beats_the_later_one_is_the_last_and_turns_stay() -> None:
    here = a_context()
    logged(here)
    there = a_copy(here)

    def keep(context: Context, key: str, at: str, turn: str) -> None:
        def work(tx: Transaction) -> None:
            tx.set_gauge(LastBeat(name=key, at=after(at), by="cron"))
            tx.set_gauge(LastTurn(name="net", at=after(at), by="ana", person=turn))

        context.store.change(work)

    keep(here, "backup", "1h", "bo")
    keep(here, "tape", "3h", "bo")
    for key in ("backup", "tape", "mail"):
        keep(there, key, "2h", "cy")
    logged(later(there, "2h"))
    merged(here, there)
    gauges = here.store.read().gauges()
    assert {key: beat.at for key, beat in last_beats(gauges).items()} == {
        "backup": after("2h"),
        "tape": after("3h"),
        "mail": after("2h"),
    }
    assert last_turns(gauges)["net"].person == "bo"
