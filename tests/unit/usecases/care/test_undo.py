"""A command is taken back whole, unless something rests on it."""

from typing import Any

import pytest

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.ticket.events import TargetBreached, kind_of
from escalate_cli.domain.ticket.ticket import Status, Ticket
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.errors import MissingReasonError, NotAllowedError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.import_tickets import import_tickets
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.insight.list_and_show import show
from escalate_cli.usecases.outbox.deliver import deliver
from escalate_cli.usecases.policy.apply_policy import apply_policy
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import reopen, resolve
from tests.conftest import (
    DAY,
    HOUR,
    MINUTE,
    MONDAY_NINE,
    a_log,
    a_policy,
    clock_rule,
    closed,
    resolved,
    severity_rule,
    targets,
    when,
)
from tests.unit.store.contexts import a_context, finished, listed, logged
from tests.unit.usecases.post import Postman, reachable

LATER = MONDAY_NINE + HOUR


@pytest.fixture
def store() -> MemoryStore:
    """Make a store in which change 1 logged T-1 and T-2."""
    store = MemoryStore()
    logged(a_context(store), "one", "two")
    return store


def ticket(store: MemoryStore, number: int = 1) -> Ticket:
    return store.read().ticket(number)


def kinds(store: MemoryStore, number: int = 1) -> list[str]:
    return [kind_of(event) for event in store.read().events(number)]


def sound(store: MemoryStore, **fields: Any) -> bool:
    return verify(a_context(store, LATER, **fields)).differences == ()


def test_the_last_change_is_taken_back(store: MemoryStore) -> None:
    before = ticket(store)
    acknowledge(a_context(store, LATER), ["1"])
    done = undo(a_context(store, LATER + HOUR))
    assert (done.change, done.by, done.what) == (2, "bo", ("ticket_acknowledged",))
    after = ticket(store)
    assert (after.status, after.owner, after.acknowledged_at) == (before.status, None, None)
    assert kinds(store) == ["ticket_logged", "ticket_acknowledged", "change_undone"]
    assert sound(store)


def test_the_difference_has_two_sides(store: MemoryStore) -> None:
    edit(a_context(store, LATER), ["1", "2"], Edits(title="three", service="mail"))
    done = undo(a_context(store, LATER))
    assert [(a.ticket, a.field, a.now, a.after) for a in done.altered] == [
        ("T-1", "title", "three", "one"),
        ("T-1", "service", "mail", None),
        ("T-2", "title", "three", "two"),
        ("T-2", "service", "mail", None),
    ]


def test_clocks_run_as_if_it_had_not_been(store: MemoryStore) -> None:
    policy = a_policy(targets=(targets(resolve="4h"),))
    number = logged(a_context(store, policy=policy), "three")[0]
    resolve(a_context(store, LATER, policy), [number])
    done = undo(a_context(store, LATER + HOUR, policy))
    [altered] = [a for a in done.altered if a.field == "resolve.state"]
    assert (altered.now, altered.after) == ("met", "running")
    done_at = MONDAY_NINE + 5 * HOUR
    [event] = [
        event
        for event in (check(a_context(store, done_at, policy)), store.read().events(3))[1]
        if isinstance(event, TargetBreached)
    ]
    assert event.breached_at == MONDAY_NINE + 4 * HOUR


def test_one_after_the_other(store: MemoryStore) -> None:
    edit(a_context(store, LATER), ["1"], Edits(title="first"))
    edit(a_context(store, LATER), ["1"], Edits(title="second"))
    titles = []
    for _ in range(2):
        undo(a_context(store, LATER))
        titles.append(ticket(store).title)
    assert titles == ["first", "one"]


def test_each_takes_back_what_they_did_themselves(store: MemoryStore) -> None:
    note(a_context(store, LATER, by="ana"), ["1"], "mine")
    note(a_context(store, LATER, by="bo"), ["2"], "yours")
    assert undo(a_context(store, LATER, by="ana")).change == 2
    with pytest.raises(NotAllowedError, match="cy has made no change"):
        undo(a_context(store, LATER, by="cy"))


def test_what_something_rests_on_stays(store: MemoryStore) -> None:
    acknowledge(a_context(store, LATER), ["1"])
    note(a_context(store, LATER, by="ana"), ["1"], "seen")
    with pytest.raises(NotAllowedError, match="T-1 has moved on since change 2: note added by ana"):
        undo(a_context(store, LATER), 2)
    with pytest.raises(MissingReasonError, match="change 3 is of ana: to undo it needs a reason"):
        undo(a_context(store, LATER), 3, " ")
    undo(a_context(store, LATER), 3, "on the wrong ticket")
    assert undo(a_context(store, LATER), 2).change == 2


def test_for_several_tickets_it_is_all_or_nothing(store: MemoryStore) -> None:
    acknowledge(a_context(store, LATER), ["1", "2"])
    note(a_context(store, LATER), ["2"], "seen")
    with pytest.raises(NotAllowedError, match="T-2 has moved on"):
        undo(a_context(store, LATER), 2)
    assert ticket(store).status is Status.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("change", "why"),
    [(9, "no ticket tells of a change 9"), (2, "undone already"), (3, "is a correction itself")],
    ids=["unknown", "twice", "an undo"],
)
def test_what_cannot_be_undone_is_refused(store: MemoryStore, change: int, why: str) -> None:
    note(a_context(store, LATER), ["1"], "x")
    undo(a_context(store, LATER))
    with pytest.raises(NotAllowedError, match=why):
        undo(a_context(store, LATER), change)


def test_a_policy_that_tickets_follow_can_be_undone(store: MemoryStore) -> None:
    newer = a_policy(id="newer", targets=(targets(resolve="1h"),))
    before = ticket(store)
    apply_policy(a_context(store, LATER, newer), [])
    done = undo(a_context(store, LATER, newer))
    assert (done.what, {each.ticket for each in done.altered}) == (
        ("policy_applied",),
        {"T-1", "T-2"},
    )
    assert (ticket(store).policy, ticket(store).policy_at) == (before.policy, None)
    assert verify(a_context(store, LATER, newer)).differences == ()


def test_but_not_once_somebody_acted_under_it(store: MemoryStore) -> None:
    newer = a_policy(id="newer", targets=(targets(resolve="1h"),))
    apply_policy(a_context(store, LATER, newer), [])
    note(a_context(store, LATER, newer), ["2"], "seen")
    with pytest.raises(NotAllowedError, match="T-2 has moved on since change 2"):
        undo(a_context(store, LATER, newer), 2)


def test_what_the_policy_decided_is_not_undone(store: MemoryStore) -> None:
    policy = a_policy(targets=(targets(resolve="1h"),))
    logged(a_context(store, policy=policy), "three")
    check(a_context(store, LATER + MINUTE, policy))
    with pytest.raises(NotAllowedError, match="the policy, which would decide the same again"):
        undo(a_context(store, LATER + HOUR, policy), 3)


def test_what_the_policy_made_of_it_since_goes_with_it(store: MemoryStore) -> None:
    policy = a_policy(
        targets=(targets(of=when(priority="P1"), resolve="1h"), targets(resolve="9d")),
        rules=(clock_rule(at="100%", escalate="manager", notify=("lee",)),),
    )
    number = logged(a_context(store, policy=policy), "three")[0]
    before = ticket(store, 3)
    edit(a_context(store, MONDAY_NINE + MINUTE, policy), [number], Edits(priority="P1"))
    check(a_context(store, LATER + MINUTE, policy))
    assert ticket(store, 3).management_level == "manager"
    [alert] = [message.key for message in store.read().messages() if message.kind == "alert"]
    done = undo(a_context(store, LATER + HOUR, policy, by="the-lead"), 3, "another one was meant")
    assert (done.change, done.what) == (3, ("ticket_edited",))
    assert done.followed == ("target_breached", "trigger_fired", "ticket_escalated")
    assert alert in done.dropped
    after = ticket(store, 3)
    assert (after.priority, after.management_level, after.escalations) == ("P3", None, ())
    assert after.clocks["resolve"].breached_at is None
    assert after.clocks["resolve"].due_at == before.clocks["resolve"].due_at
    assert list(store.read().messages()) == []
    assert verify(a_context(store, LATER, policy), [number]).differences == ()
    assert check(a_context(store, LATER + HOUR, policy)).decisions == ()


def test_what_is_decided_again_has_its_key_and_its_message_another(store: MemoryStore) -> None:
    rule = clock_rule(at="100%", notify=("lee",))
    policy = a_policy(targets=(targets(of=when(priority="P1"), resolve="1h"),), rules=(rule,))
    number = logged(a_context(store, policy=policy), "three", priority="P1")[0]
    note(a_context(store, LATER, policy), [number], "x")
    _, first = check(a_context(store, LATER + MINUTE, policy)).decisions
    assert first.key == "T-3:1:late:1:0"
    undo(a_context(store, LATER + 2 * MINUTE, policy))
    seq = store.read().events(3)[-1].seq
    _, again = check(a_context(store, LATER + 3 * MINUTE, policy)).decisions
    assert (again.key, again.since) == (first.key, first.since)
    assert [m.key for m in store.read().messages()] == [f"T-3:1:late:1:0:after-{seq}:lee"]


def test_a_person_who_acted_since_keeps_it_as_it_is(store: MemoryStore) -> None:
    policy = a_policy(targets=(targets(resolve="1h"),))
    number = logged(a_context(store, policy=policy), "three")[0]
    check(a_context(store, LATER + MINUTE, policy))
    note(a_context(store, LATER + HOUR, policy, by="ana"), [number], "seen")
    with pytest.raises(NotAllowedError, match="note added by ana in change 4") as refused:
        undo(a_context(store, LATER + HOUR, policy), 2)
    assert str(refused.value.help) == "escalate undo --change 4 first, if that may go too"


def test_what_the_policy_decided_by_a_clock_that_was_ahead_can_go(store: MemoryStore) -> None:
    policy = a_policy(targets=(targets(resolve="4h", acknowledge="4h"),), teams={})
    numbers = logged(a_context(store, policy=policy), "three", "four")
    check(a_context(store, MONDAY_NINE + 9 * DAY, policy))
    assert ticket(store, 3).clocks["resolve"].breached_at is not None
    undo(a_context(store, MONDAY_NINE + HOUR, policy, by="ana"), 3)
    assert [kinds(store, n)[-1] for n in (3, 4)] == ["change_undone"] * 2
    acknowledge(a_context(store, MONDAY_NINE + 2 * HOUR, policy), numbers)
    clock = ticket(store, 3).clocks["acknowledge"]
    assert (clock.state, clock.ended_at) == ("met", MONDAY_NINE + 2 * HOUR)
    assert check(a_context(store, MONDAY_NINE + 3 * HOUR, policy)).decisions == ()
    assert verify(a_context(store, LATER, policy), numbers).differences == ()


def test_a_message_that_told_of_what_was_withdrawn_holds_no_later_step_up(
    store: MemoryStore,
) -> None:
    policy = reachable(
        targets=(targets(resolve="4h"),), rules=(clock_rule(at="100%", notify=("lee",)),)
    )
    logged(a_context(store, policy=policy), "three")
    ahead = a_context(store, MONDAY_NINE + 9 * DAY, policy)
    check(ahead)
    deliver(ahead, Postman())
    undo(a_context(store, MONDAY_NINE + HOUR, policy), 3)
    note(a_context(store, MONDAY_NINE + 2 * HOUR, policy), ["3"], "in time")
    assert store.read().events(3)[-1].at == MONDAY_NINE + 2 * HOUR
    assert store.read().events(3)[-1].clock_at is None


def test_an_undo_of_what_was_withdrawn_with_another_change_is_refused(store: MemoryStore) -> None:
    policy = a_policy(targets=(targets(resolve="4h"),))
    logged(a_context(store, policy=policy), "three")
    check(a_context(store, MONDAY_NINE + 9 * DAY, policy))
    undo(a_context(store, MONDAY_NINE + HOUR, policy), 2)
    with pytest.raises(NotAllowedError, match="change 3 has been undone already"):
        undo(a_context(store, MONDAY_NINE + HOUR, policy), 3)


def test_what_a_command_itself_made_true_goes_with_it(store: MemoryStore) -> None:
    policy = a_policy(rules=(severity_rule(when=when(priority="P1"), escalate="manager"),))
    number = logged(a_context(store, policy=policy), "three")[0]
    edit(a_context(store, LATER, policy), [number], Edits(priority="P1"))
    assert ticket(store, 3).management_level == "manager"
    waiting = [message.key for message in store.read().messages()]
    done = undo(a_context(store, LATER, policy))
    assert (ticket(store, 3).management_level, ticket(store, 3).priority) == (None, "P3")
    assert (list(done.dropped), list(store.read().messages())) == (waiting, [])
    assert waiting != []
    assert sound(store, policy=policy)


def test_messages_of_other_changes_stay(store: MemoryStore) -> None:
    note(a_context(store, LATER), ["1"], "x")
    with store.transaction() as tx:
        tx.queue(
            [
                Message(
                    key="k", ticket="T-1", kind="alert", to="lee", text="x", created_at=MONDAY_NINE
                )
            ]
        )
    assert undo(a_context(store, LATER), 2).dropped == ()


def test_a_message_that_is_being_sent_cannot_be_called_back(store: MemoryStore) -> None:
    assign(a_context(store, LATER), ["1"], "ana")
    with store.transaction() as tx:
        [message] = tx.messages()
        tx.mark([message.claimed(message.key, LATER)])
    done = undo(a_context(store, LATER))
    assert (done.dropped, done.sent) == ((), (message.key,))
    leaving, withdrawn = store.read().messages()
    assert (leaving.key, withdrawn.kind, withdrawn.to) == (message.key, "withdrawn", "ana")


def test_a_message_that_was_sent_before_the_change_is_none_of_it(store: MemoryStore) -> None:
    assign(a_context(store, LATER, reachable()), ["1"], "ana")
    deliver(a_context(store, LATER, reachable()), Postman())
    edit(a_context(store, LATER, reachable()), ["1"], Edits(title="two"))
    done = undo(a_context(store, LATER, reachable()))
    assert (done.what, done.sent, [*store.read().messages()]) == (("ticket_edited",), (), [])


def test_a_message_that_was_sent_is_named(store: MemoryStore) -> None:
    context = a_context(store, LATER, reachable())
    assign(context, ["1"], "ana")
    [message] = store.read().messages()
    deliver(context, Postman())
    done = undo(context, message="wrong ticket")
    assert (done.dropped, done.sent) == ((), (message.key,))
    [withdrawn] = store.read().messages()
    assert (withdrawn.kind, withdrawn.to) == ("withdrawn", "ana")
    assert withdrawn.text.splitlines()[:2] == [
        "T-1 one: what you were told counts no more, bo took it back.",
        "Reason: wrong ticket",
    ]


def test_a_log_that_is_undone_withdraws_the_ticket(store: MemoryStore) -> None:
    done = undo(a_context(store, LATER))
    assert done.change == 1
    one = ticket(store)
    assert (one.status, one.resolution, one.closed_at) == (Status.CLOSED, "undone", LATER)
    assert listed(a_context(store, LATER)) == []
    assert {clock.state.value for clock in one.clocks.values()} == {"stopped"}
    assert sound(store)
    assert check(a_context(store, LATER + 31 * DAY)).archived == 2


def test_a_withdrawn_ticket_gives_its_key_back(store: MemoryStore) -> None:
    log(a_context(store), [NewTicket(title="three", key="alert-1")])
    undo(a_context(store, LATER))
    [again] = log(a_context(store, LATER), [NewTicket(title="again", key="alert-1")])
    assert again.is_new


def test_a_withdrawn_ticket_can_be_taken_up_again(store: MemoryStore) -> None:
    undo(a_context(store, LATER))
    reopen(a_context(store, LATER), ["1"])
    assert ticket(store).status is Status.OPEN
    assert sound(store)


class _Incident:
    number = "INC1"

    opening = a_log(key="INC1", source="servicenow")
    rest = (resolved(MONDAY_NINE), closed(MONDAY_NINE))


def test_an_import_can_be_undone_and_done_again(store: MemoryStore) -> None:
    import_tickets(a_context(store), "servicenow", [_Incident()])
    undo(a_context(store, LATER), 2)
    assert ticket(store, 3).resolution == "undone"
    assert import_tickets(a_context(store), "servicenow", [_Incident()]).new == 1


def test_a_dry_run_changes_nothing(store: MemoryStore) -> None:
    acknowledge(a_context(store, LATER), ["1"])
    done = undo(a_context(store, LATER), dry_run=True)
    assert [altered.field for altered in done.altered][:2] == ["status", "owner"]
    assert kinds(store) == ["ticket_logged", "ticket_acknowledged"]


def test_what_was_archived_meanwhile_comes_back(store: MemoryStore) -> None:
    finished(store, ["1"])
    archive(a_context(store, MONDAY_NINE + 31 * DAY))
    undo(a_context(store, MONDAY_NINE + 31 * DAY), 3)
    assert ticket(store).status is Status.RESOLVED
    assert [one.id for one in store.read().search()] == ["T-1", "T-2"]


def test_the_story_keeps_what_was_undone(store: MemoryStore) -> None:
    note(a_context(store, LATER), ["1"], "oops")
    undo(a_context(store, LATER), message="wrong ticket")
    [story] = show(a_context(store, LATER), ["1"])
    assert [kind_of(event) for event in story.events][1:] == ["note_added", "change_undone"]
