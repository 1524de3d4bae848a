"""What doctor says of tickets, messages, cron, clocks and people."""

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.messages.outbox_message import DEAD, Message
from escalate_cli.domain.policy.people import Channel, Person
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.care.doctor import examine
from escalate_cli.usecases.care.store_care import Symptom
from escalate_cli.usecases.verbs.assign import assign
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, a_policy, changed, targets
from tests.unit.store.contexts import a_context, finished, logged
from tests.unit.usecases.post import reachable


@pytest.fixture
def store() -> MemoryStore:
    """Make a store with one ticket, just checked."""
    store = MemoryStore()
    logged(a_context(store), "one")
    store.checked(MONDAY_NINE)
    return store


def symptoms(
    store: MemoryStore, now: datetime = MONDAY_NINE, policy: Policy | None = None
) -> list[Symptom]:
    return list(examine(a_context(store, now, policy), store.as_it_is()))


def found(store: MemoryStore, now: datetime = MONDAY_NINE, policy: Policy | None = None) -> str:
    """Return the only thing that is found, in words; none is empty."""
    (*one,) = symptoms(store, now, policy)
    assert len(one) <= 1, one
    return one[0].found if one else ""


def queue(store: MemoryStore, **fields: Any) -> None:
    """Put a message into the outbox."""
    told: dict[str, Any] = {
        "key": "T-1:k",
        "ticket": "T-1",
        "kind": "alert",
        "to": "lee",
        "text": "look",
        "created_at": MONDAY_NINE,
    }
    with store.transaction() as tx:
        tx.queue([Message(**told | fields)])


def test_a_healthy_store_has_no_symptom(store: MemoryStore) -> None:
    assert symptoms(store) == []


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(15, ""), (16, "check last ran at 2026-11-23T08:00:00Z; open tickets: 1")],
    ids=["three intervals", "longer"],
)
def test_a_silent_cron_is_found_after_three_intervals(
    store: MemoryStore, minutes: int, expected: str
) -> None:
    assert found(store, MONDAY_NINE + minutes * MINUTE) == expected


def test_a_cron_that_never_ran_is_found() -> None:
    store = MemoryStore()
    assert symptoms(store) == []
    logged(a_context(store), "one")
    assert found(store) == "check has never run, as far as is noted; open tickets: 1"


def test_without_open_tickets_nobody_misses_cron(store: MemoryStore) -> None:
    finished(store, ["T-1"])
    assert found(store, MONDAY_NINE + DAY) == ""


def test_what_has_been_due_for_long_is_found() -> None:
    store, policy = MemoryStore(), a_policy(targets=(targets(resolve="1h"),))
    logged(a_context(store, policy=policy), "one")
    late = MONDAY_NINE + HOUR + 16 * MINUTE
    store.checked(late)
    assert found(store, late, policy).startswith("tickets on which something has been due")


def test_times_in_the_future_are_found(store: MemoryStore) -> None:
    logged(a_context(store, MONDAY_NINE + HOUR), "two")
    logged(a_context(store, MONDAY_NINE + HOUR - MINUTE), "three")
    assert found(store) == "tickets changed in the future, up to 2026-11-23T09:00:00Z: 2 (T-2, T-3)"


def test_a_check_in_the_future_is_found(store: MemoryStore) -> None:
    store.checked(MONDAY_NINE + HOUR)
    assert found(store) == "check ran at 2026-11-23T09:00:00Z, which is in the future"


def test_messages_that_were_given_up_are_found(store: MemoryStore) -> None:
    queue(store, state=DEAD)
    assert found(store) == "messages that could not be delivered and were given up: 1"


def test_a_message_about_no_ticket_is_found(store: MemoryStore) -> None:
    queue(store, ticket="T-9")
    missing = "the message T-1:k is about T-9, which is not there"
    assert found(store, policy=reachable()) == missing


def test_messages_that_no_channel_takes_to_anybody_are_found(store: MemoryStore) -> None:
    queue(store)
    queue(store, key="T-1:other")
    assert found(store) == "messages that wait for people whom no channel reaches: 2"
    assert found(store, policy=reachable()) == ""


def test_a_policy_version_that_is_not_kept_is_found(store: MemoryStore) -> None:
    finished(store, ["T-1"])
    archive(a_context(store, MONDAY_NINE + 40 * DAY))
    with store.transaction() as tx:
        tx._tables.delete("policies", 1)
    other = a_policy(id="policy-2")
    assert found(store, MONDAY_NINE + 40 * DAY, other).endswith(", which is not kept")


def _spoil(store: MemoryStore, old: bytes, new: bytes) -> None:
    with store.transaction() as tx:
        row = tx._tables.get("tickets", 1)
        assert row is not None
        tx._tables.put("tickets", 1, row.replace(old, new))


def test_an_event_that_was_changed_is_found(store: MemoryStore) -> None:
    _spoil(store, b'"by":"bo"', b'"by":"xy"')
    assert found(store) == "T-1: events were changed after they were written: 1"


def test_a_history_that_cannot_be_read_is_found(store: MemoryStore) -> None:
    _spoil(store, b'"kind":"ticket_logged"', b'"kind":"ticket_lodged"')
    assert "T-1 cannot be read" in found(store)


def test_an_event_that_is_missing_is_found(store: MemoryStore) -> None:
    logged(a_context(store), "two")
    with store.transaction() as tx:
        tx._tables.delete("tickets", 1)
    assert [symptom.check for symptom in symptoms(store)] == ["chain"]


@pytest.mark.parametrize(
    ("contact", "reached"),
    [(("mail:lee@example.org",), True), ((), False), (("pager:1",), False)],
    ids=["by mail", "not at all", "by a channel that is gone"],
)
def test_people_whom_no_channel_reaches_are_found(
    store: MemoryStore, contact: tuple[str, ...], *, reached: bool
) -> None:
    plain = a_policy()
    mail = Channel(id="mail", kind="apprise", value=("env:SMTP",))
    policy = changed(
        plain,
        channels={"mail": mail},
        people={"lee": Person(id="lee", name="Lee", contact=contact)},
        teams={},
        management=(replace(plain.rules.management[0], person="lee"),),
    )
    assert found(store, policy=policy) == (
        "" if reached else "lee is on a ladder or in a team, and no channel reaches them"
    )


def test_every_symptom_says_what_to_type(store: MemoryStore) -> None:
    queue(store, state=DEAD)
    queue(store, key="T-9:k", ticket="T-9")
    remedies = [symptom.remedy for symptom in symptoms(store, MONDAY_NINE + DAY)]
    assert all("escalate " in remedy for remedy in remedies)
    assert len(remedies) == 4


def test_a_row_of_the_outbox_that_is_no_message_is_found(store: MemoryStore) -> None:
    with store.transaction() as tx:
        tx._tables.put("outbox", 3, b'{"to":5}')
    assert found(store) == "row 3 of the outbox cannot be read: somebody edited it"


def test_a_ticket_in_the_hands_of_somebody_who_left_is_found(store: MemoryStore) -> None:
    assign(a_context(store), ["1"], "bo")
    with store.transaction() as tx:
        for message in list(tx.messages()):
            tx.drop(message.key)
    people = {name: person for name, person in reachable().people.people.items() if name != "bo"}
    left = reachable(people=people, teams={})
    assert found(store, policy=reachable()) == ""
    assert found(store, policy=left) == "bo, who has T-1 (P3), is not in the policy"
