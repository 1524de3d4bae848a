"""A file that somebody edited is taken for what it is: tickets, histories, and edits."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tinydb import TinyDB

from escalate_cli.domain.policy.people import Channel
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.events import Changes, HandEdited, kind_of
from escalate_cli.domain.ticket.history import History
from escalate_cli.errors import DamagedStoreError
from escalate_cli.store.care.repair import repair
from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.care.reconcile_edits import reconcile_edits
from escalate_cli.usecases.care.redact import redact
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import save
from escalate_cli.usecases.verbs.note import note
from tests.conftest import HOUR, MONDAY_NINE, a_log, changed
from tests.unit.store.contexts import SOURCE, a_context, listed, logged
from tests.writing import writing

LATER = MONDAY_NINE + HOUR


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """Return a context at a store of two tickets, which notices edits."""
    told: list[Context] = []

    def notice(tx: RowsTransaction, _path: str, numbers: Sequence[int] | None) -> bool:
        return bool(reconcile_edits(told[0], tx, numbers))

    store = JsonStore(tmp_path / "store", on_edit=notice)
    told.append(a_context(store, LATER))
    logged(told[0], "one", "two")
    return told[0]


def file_of(context: Context) -> Path:
    assert isinstance(context.store, JsonStore)
    return context.store.folder / "tickets.json"


def edit(context: Context, old: str, new: str, times: int = 1) -> bytes:
    """Replace a text in the file, as with an editor."""
    text = file_of(context).read_text(encoding="utf-8")
    assert old in text
    file_of(context).write_text(text.replace(old, new, times), encoding="utf-8")
    return file_of(context).read_bytes()


def hand_edited(context: Context, number: int = 1) -> list[HandEdited]:
    return [each for each in context.store.read().events(number) if isinstance(each, HandEdited)]


def test_a_changed_title_becomes_an_event_with_the_next_change(context: Context) -> None:
    edit(context, '"title":"one"', '"title":"uno"')
    note(context, ["2"], "something else")
    [event] = hand_edited(context)
    assert (event.cells, event.changes, event.by) == (("title",), Changes(title="uno"), "unknown")
    assert event.before == Changes(title="one")
    assert event.line[1:] == ("title: one to uno",)
    assert context.store.read().ticket(1).title == "uno"
    assert verify(context).differences == ()


def test_readers_see_it_as_it_will_be_and_write_nothing(context: Context) -> None:
    raw = edit(context, '"title":"one"', '"title":"uno"')
    assert listed(context, "uno") == ["T-1"]
    assert file_of(context).read_bytes() == raw


def test_verify_tells_of_it_until_then(context: Context) -> None:
    edit(context, '"title":"one"', '"title":"uno"')
    assert [(d.ticket, d.field, d.kept) for d in verify(context).differences] == [
        ("T-1", "title", "uno")
    ]


@pytest.mark.parametrize(
    ("old", "new", "cells"),
    [
        ('"status":"open"', '"status":"closed"', ("status",)),
        ('"status":"open"', '"status":"ajar"', ("state",)),
        ('"priority":"P3"', '"priority":"P9"', ("priority",)),
        ('"title":"one"', '"title":" "', ("title",)),
        ('"team":', '"agreed_due_at":"2000-01-01T00:00:00Z","team":', ("agreed_due_at",)),
    ],
    ids=["a status", "no status at all", "an unknown priority", "an empty title", "a date"],
)
def test_what_no_command_would_do_is_noted_and_not_taken_over(
    context: Context, old: str, new: str, cells: tuple[str, ...]
) -> None:
    before = context.store.read().ticket(1)
    edit(context, old, new)
    note(context, ["2"], "something else")
    [event] = hand_edited(context)
    after = context.store.read().ticket(1)
    assert (event.cells, event.changes) == (cells, Changes())
    assert (after.status, after.priority, after.title) == (
        before.status,
        before.priority,
        before.title,
    )


def test_an_owner_can_be_given_by_hand(context: Context) -> None:
    edit(context, '"team":"team-L1",', '"team":"team-L1","owner":"ana",')
    note(context, ["2"], "something else")
    [event] = hand_edited(context)
    assert (event.owner_before, event.owner) == (None, "ana")
    assert event.line[1:] == ("owner: - to ana",)
    assert context.store.read().ticket(1).owner == "ana"


def test_only_the_order_of_the_file_may_change(context: Context) -> None:
    edit(context, '": {"next_at"', '":   {"next_at"')
    note(context, ["2"], "something else")
    assert hand_edited(context) == []


def test_the_next_command_is_a_change_of_its_own(context: Context) -> None:
    edit(context, '"title":"one"', '"title":"uno"')
    note(context, ["1"], "something else")
    undo(context)
    assert [kind_of(each) for each in context.store.read().events(1)] == [
        "ticket_logged",
        "hand_edited",
        "note_added",
        "change_undone",
    ]
    assert context.store.read().ticket(1).title == "uno"


def test_undo_takes_an_edit_back(context: Context) -> None:
    edit(context, '"title":"one"', '"title":"uno"')
    note(context, ["2"], "something else")
    [event] = hand_edited(context)
    undo(context, event.change, "nobody owns up")
    assert context.store.read().ticket(1).title == "one"
    assert verify(context).differences == ()


def test_tinydb_may_be_the_editor(context: Context) -> None:
    with TinyDB(file_of(context)) as db:
        db.table("tickets").update({"title": "uno"}, doc_ids=[1])
    assert logged(context, "three") == ["T-3"]
    assert context.store.read().ticket(1).title == "uno"
    assert verify(context).differences == ()


def test_a_changed_event_is_damage_and_verify_names_it(context: Context) -> None:
    raw = edit(context, '"by":"bo"', '"by":"xy"')
    with pytest.raises(DamagedStoreError, match=r"T-1: events were changed .*: 1"):
        note(context, ["2"], "something else")
    assert file_of(context).read_bytes() == raw
    fields = [(each.ticket, each.field) for each in verify(context).differences]
    assert fields == [("T-1", "event 1")]


def test_ids_are_not_given_twice_though_the_counters_are_gone(context: Context) -> None:
    for counter in ('"seq":2,', '"change":1,', '"next":3,'):
        edit(context, counter, "")
    assert logged(context, "three") == ["T-3"]
    seqs = [event.seq for number in (1, 2, 3) for event in context.store.read().events(number)]
    assert seqs == [1, 2, 3]


def _without_events(context: Context) -> None:
    edit(context, '"kind":"ticket_logged"', '"kind":"ticket_lodged"')


def _moved(context: Context) -> None:
    edit(context, '"1": {"next_at"', '"7": {"next_at"')


def _other_policy(context: Context) -> None:
    edit(context, SOURCE, "# no policy")


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (_without_events, "/tickets/1"),
        (_moved, "/tickets/7"),
        (_other_policy, "/policies/1"),
    ],
    ids=["an unknown event", "under another number", "the text of a policy"],
)
def test_what_cannot_be_a_row_is_damage(
    context: Context, spoil: Callable[[Any], None], place: str
) -> None:
    spoil(context)
    raw = file_of(context).read_bytes()
    with pytest.raises(DamagedStoreError, match=place):
        note(context, ["2"], "something else")
    assert file_of(context).read_bytes() == raw
    [done] = repair(file_of(context).parent)
    assert done.restored_from is None  # the first version has none before it


HOOK = Channel(
    id="hook",
    kind="file",
    value=("log",),
    subscribe=("hand_edited", "change_undone", "event_redacted"),
)


def test_channels_hear_of_corrections_if_they_asked(context: Context) -> None:
    policy = changed(context.policy, channels={"hook": HOOK})
    heard = replace(context, policy=policy, store=JsonStore(file_of(context).parent))
    edit(context, '"title":"one"', '"title":"uno"')
    with writing(heard.store) as tx:
        assert isinstance(tx, RowsTransaction)
        reconcile_edits(heard, tx)
    note(heard, ["1"], "wrong")
    undo(heard)
    redact(heard, "1", 1, "a secret")
    assert [message.kind for message in heard.store.read().messages()] == [
        *("hand_edited", "change_undone", "event_redacted"),
    ]


def test_an_edited_ticket_of_before_goes_by_the_rules_of_today_and_others_do_not(
    context: Context,
) -> None:
    for number in (3, 4):
        with writing(context.store) as tx:
            begun = a_log(
                id=f"T-{tx.next_number()}", policy=context.policy.rules.id, title="old", rules=1
            )
            save(context, tx, History([begun], context.rules_of(tx)))
        assert context.store.read().ticket(number).rules == 1
    edit(context, '"title":"old"', '"title":"new"')
    note(context, ["2"], "something else")
    kinds = [[kind_of(event) for event in context.store.read().events(n)] for n in (3, 4)]
    assert kinds == [["ticket_logged", "rules_changed", "hand_edited"], ["ticket_logged"]]
    assert [context.store.read().ticket(n).rules for n in (3, 4)] == [RULES, 1]
    assert verify(context).differences == ()
