"""One transaction for each verb: everybody is named, all of it or nothing."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Channel
from escalate_cli.domain.policy.rules import Approval
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.actor import Actor
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.domain.verbs.outcome import Cause, Done, Refused
from escalate_cli.domain.verbs.situation import Situation
from escalate_cli.errors import (
    ConflictError,
    DamagedHistoryError,
    EscalateError,
    IllegalTransitionError,
    NotAllowedError,
    TicketNotFoundError,
    UsageError,
)
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.unit_of_work import act, must
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.note import note
from tests.conftest import a_policy, after, clock_rule, targets
from tests.unit.usecases.conftest import (
    a_context,
    kinds,
    later,
    logged,
    staffed,
    ticket,
    told,
)
from tests.writing import writing


def test_who_speaks_for_another_is_recorded_beside_them() -> None:
    context = replace(a_context(), actor=Actor("ana", "root"))
    logged(context)
    [event] = context.store.read().events(1)
    assert (event.by, event.login, event.at) == ("ana", "root", after("0m"))


def test_a_ticket_is_read_under_the_policy_it_follows() -> None:
    context = a_context()
    logged(context)
    newer = later(context, "1h", policy=staffed(id="policy-2"))
    assert newer.history(newer.store.read(), 1).rules == context.rules
    [standing] = newer.look(newer.store.read(), [ticket(context)])
    assert standing.rules == context.rules


def test_a_policy_version_that_the_store_lost_is_damage() -> None:
    context = a_context()
    view = context.store.read()
    with pytest.raises(DamagedHistoryError, match="policy version policy-9 is not in the store"):
        context.policies(view)("policy-9")


@pytest.mark.parametrize("kept", [slice(0, 0), slice(1, None)], ids=["none", "headless"])
def test_a_history_begins_with_its_log(kept: slice) -> None:
    context = a_context()
    logged(context)
    note(context, ["1"], "x")
    with writing(context.store) as tx:
        record = Record(
            ticket=tx.ticket(1), events=tx.events(1)[kept], next_at=None, due_at=None, risk_at=None
        )
        tx.save(record)
    with pytest.raises(DamagedHistoryError, match="T-1 cannot be read"):
        context.history(context.store.read(), 1)


def noting(at: Situation, _tx: Transaction) -> Done:
    """Note something on every ticket but T-2, which is refused."""
    if at.ticket.id == "T-2":
        raise TicketNotFoundError(2)
    return Done((e.NoteAdded(text="x", **at.stamp),))


def test_all_tickets_of_a_command_change_or_none() -> None:
    context = a_context()
    logged(context)
    logged(context)
    with pytest.raises(TicketNotFoundError):
        act(context, [1, 2], noting)
    assert kinds(context, 1) == ["ticket_logged"]


@pytest.mark.parametrize(
    ("cause", "error"),
    [
        (Cause.RULE, NotAllowedError),
        (Cause.STATUS, IllegalTransitionError),
        (Cause.SOMEBODY_ELSE, ConflictError),
        (Cause.WORDING, UsageError),
    ],
)
def test_a_refusal_becomes_the_error_of_its_cause(cause: Cause, error: type[EscalateError]) -> None:
    with pytest.raises(error, match="not so") as refused:
        must(Refused("not so", "but so", cause))
    assert refused.value.help == "but so"
    assert must(Done()) == Done()


def test_the_events_of_a_command_belong_together() -> None:
    context = a_context()
    for _ in range(3):
        logged(context)
    act(context, [1, 3], noting)
    last = [context.store.read().events(number)[-1] for number in (1, 3)]
    assert [(event.seq, event.change) for event in last] == [(4, 4), (5, 4)]


def test_a_verb_that_records_nothing_leaves_the_ticket_as_it_was() -> None:
    context = a_context()
    logged(context)
    before = ticket(context)
    [done] = act(later(context, "1h"), [1], lambda _at, _tx: Done())
    assert (ticket(context), done.standing.now) == (before, after("1h"))


def test_a_clock_that_went_backwards_changes_nothing_that_is_recorded() -> None:
    context = a_context(at="1h")
    logged(context)
    note(later(context, "30m"), ["1"], "earlier?")
    said = context.store.read().events(1)[-1]
    assert (said.at, said.clock_at) == (after("1h"), after("30m"))


def test_what_is_kept_tells_when_to_look_again() -> None:
    rules = (clock_rule("half", at="50%", notify=("owner",)),)
    context = a_context(staffed(targets=(targets(resolve="4h"),), rules=rules))
    logged(context)
    view = context.store.read()
    assert view.next_at(1) == after("2h")
    assert list(view.pressing(after("2h59m"))) == []
    assert [t.id for t in view.pressing(after("3h"))] == ["T-1"]


def test_whoever_is_of_no_party_is_told_of_when_they_act() -> None:
    told: list[str] = []
    context = replace(a_context(staffed()), on_stranger=told.append)
    logged(later(context, "1m", "kim"), requester="kim")
    note(later(context, "2m", "ana"), ["1"], "looking")
    assert told == []
    note(later(context, "3m", "zed"), ["1"], "me too")
    logged(later(context, "4m", "pat"))
    assert list(dict.fromkeys(told)) == ["zed", "pat"]


def test_where_no_team_has_members_nobody_is_a_stranger() -> None:
    told: list[str] = []
    context = replace(a_context(a_policy(teams={})), on_stranger=told.append)
    logged(context)
    note(later(context, "3m", "zed"), ["1"], "me too")
    assert told == []


GRANTED = ["escalation_approved", "ticket_escalated"]


@pytest.mark.parametrize(
    ("acts_at", "caused"), [("29m", []), ("30m", []), ("31m", GRANTED)], ids=["in", "on", "past"]
)
def test_who_acts_past_its_time_finds_a_request_granted_and_scripts_hear_of_it(
    acts_at: str, caused: list[str]
) -> None:
    hook = Channel(id="hook", kind="console", subscribe=tuple(GRANTED))
    context = a_context(staffed(channels={"hook": hook}))
    logged(context)
    escalate(context, ["1"], Wish(to="L3", reason="a router"))
    note(later(context, acts_at), ["1"], "x")
    assert kinds(context)[2:] == [*caused, "note_added"]
    assert [kind for kind, to in told(context) if to == "channel:hook"] == caused
    assert {x.at for x in context.store.read().events(1)[2:-1]} == {after("30m")} - (
        set() if caused else {after("30m")}
    )


def test_a_request_that_never_ends_by_itself_waits_on() -> None:
    context = a_context(staffed(Approval(by="lead")))
    logged(context)
    escalate(context, ["1"], Wish(to="L3", reason="a router"))
    note(later(context, "9d"), ["1"], "x")
    assert kinds(context)[2:] == ["note_added"]


def test_what_acts_at_the_instant_of_the_last_event_leaves_a_request_to_check() -> None:
    context = a_context()
    logged(context)
    escalate(context, ["1"], Wish(to="L3", reason="a router"))
    note(later(context, "31m"), ["1"], "x")
    undo(later(context, "40m"))
    note(later(context, "40m"), ["1"], "y")
    assert ticket(context).level == "L1"
    note(later(context, "41m"), ["1"], "z")
    assert ticket(context).level == "L3"
    assert ticket(context).escalations[-1].at == after("40m")
