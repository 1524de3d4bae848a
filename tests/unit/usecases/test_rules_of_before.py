"""Tickets of before go by newer rules with the first thing that is written about them."""

from collections.abc import Callable

import pytest

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.policy.people import Channel
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.counting import RULES
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.redact import redact
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.forecast import forecast
from escalate_cli.usecases.insight.list_and_show import find, show
from escalate_cli.usecases.insight.query import Query
from escalate_cli.usecases.insight.replay import replay
from escalate_cli.usecases.insight.replay_parts import Scope
from escalate_cli.usecases.insight.why import why
from escalate_cli.usecases.outbox.delivery_events import take_out
from escalate_cli.usecases.policy.apply_policy import apply_policy
from escalate_cli.usecases.unit_of_work import save
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import reopen, resolve
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import DAY, HOUR, MONDAY_NINE, a_log, after, clock_rule, edited, targets, when
from tests.unit.usecases.conftest import a_context, kinds, later, staffed, ticket, told
from tests.unit.usecases.post import a_message
from tests.writing import writing

HOOK = Channel(id="hook", kind="file", value=("x",), subscribe=("note_added",))
POLICY = staffed(
    targets=(targets(of=when(priority="P1"), update="30m"), targets("office", resolve="8h")),
    rules=(clock_rule("late", clock="update", at="100%", notify=("lead",)),),
    channels={"hook": HOOK},
)
NOW = "5h10m"


@pytest.fixture
def context() -> Context:
    """Sit at the desk of ana, at whose store T-1 was raised to P1 before, at two."""
    context = a_context(POLICY)
    with writing(context.store) as tx:
        tx.pin(POLICY.rules.id, context.source)
        number = tx.next_number()
        begun = a_log(id=f"T-{number}", by="ana", team="frontline", key="mail", rules=1)
        save(context, tx, History([begun], context.rules_of(tx)))
    with writing(context.store) as tx:
        history = context.history(tx, 1)
        history.add(edited(after("5h"), priority="P1", title="Mail"))
        save(later(context, "5h"), tx, history)
    context.store.checked(MONDAY_NINE)
    return later(context, NOW)


def update_of(context: Context) -> tuple[str, object]:
    clock = show(context, ["1"])[0].standing.ticket.clocks["update"]
    return clock.state, clock.due_at


def sound(context: Context) -> bool:
    return verify(context).differences == ()


def differs(context: Context) -> int:
    period = Period(since=MONDAY_NINE - DAY, until=context.now + HOUR)
    return replay(context, context.policy, Scope(period=period, query=Query())).differ


VERBS: dict[str, tuple[Callable[[Context], object], list[str]]] = {
    "ack": (lambda context: acknowledge(context, ["1"]), ["ticket_acknowledged"]),
    "assign": (lambda context: assign(context, ["1"], "bo"), ["ticket_assigned"]),
    "note": (lambda context: note(context, ["1"], "so it is"), ["note_added"]),
    "edit": (lambda context: edit(context, ["1"], Edits(service="mail")), ["ticket_edited"]),
    "wait": (lambda context: wait(context, ["1"], "vendor"), ["ticket_paused"]),
    "up": (lambda context: escalate(context, ["1"], Wish(to="L2")), ["ticket_escalated"]),
    "resolve": (lambda context: resolve(context, ["1"]), ["ticket_resolved"]),
    "log": (lambda context: log(context, [NewTicket(title="again", key="mail")]), ["note_added"]),
    "undo": (lambda context: undo(context, 2, "wrong"), ["change_undone"]),
    "redact": (lambda context: redact(context, "1", 2, "a name"), ["event_redacted"]),
    "check": (check, []),
}


@pytest.mark.parametrize("verb", VERBS)
def test_the_first_write_takes_it_over_in_the_same_commit(context: Context, verb: str) -> None:
    do, recorded = VERBS[verb]
    assert kinds(context) == ["ticket_logged", "ticket_edited"]
    do(context)
    assert kinds(context)[2:] == ["rules_changed", *recorded]
    new = context.store.read().events(1)[2:]
    assert len({event.change for event in new}) == 1
    assert ticket(context).rules == RULES
    assert sound(context)
    assert differs(context) == 0


def test_reading_takes_nothing_over(context: Context) -> None:
    before = context.store.read().fingerprint()
    assert update_of(context) == ("breached", after("5h"))
    list(find(context, context.store.read(), Query()))
    why(context, "1")
    forecast(context, "1", DAY, Edits())
    undo(context, 2, "wrong", dry_run=True)
    check(context, dry_run=True)
    assert context.store.read().fingerprint() == before
    assert differs(context) == 0


def test_it_is_judged_by_the_rules_of_today_from_then_on(context: Context) -> None:
    note(context, ["1"], "so it is")
    assert update_of(context) == ("running", after("5h30m"))
    assert [d.key for d in check(later(context, "5h31m")).decisions] == [
        "T-1:1:breach.update:1:0",
        "T-1:1:late:1:0",
    ]
    assert sound(context)


def test_what_check_decided_before_stays_and_is_not_decided_again(context: Context) -> None:
    with writing(context.store) as tx:
        history = context.history(tx, 1)
        Engine(history, POLICY.people).advance(after("5h5m"))
        save(context, tx, history)
    context.store.checked(after("5h5m"))
    assert sound(context)
    assert check(context).decisions == ()
    note(context, ["1"], "so it is")
    assert kinds(context)[2:] == ["target_breached", "trigger_fired", "rules_changed", "note_added"]
    assert update_of(context) == ("running", after("5h30m"))
    assert sound(context)
    assert check(later(context, "6h")).decisions == ()
    assert update_of(later(context, "6h")) == ("breached", after("5h30m"))
    assert sound(context)
    assert differs(later(context, "7h")) == 0


def test_a_check_that_finds_nothing_due_any_more_leaves_nothing_due(context: Context) -> None:
    assert context.store.read().due_by(context.now) == [1]
    assert check(context).decisions == ()
    assert context.store.read().due_by(context.now) == []
    assert check(context).tickets == ()
    assert kinds(context).count("rules_changed") == 1


def test_nobody_is_told_of_it(context: Context) -> None:
    note(context, ["1"], "so it is")
    assert told(context) == [("note_added", "channel:hook")]


def test_a_command_that_changes_nothing_takes_nothing_over(context: Context) -> None:
    before = context.store.read().fingerprint()
    edit(context, ["1"], Edits(priority="P1"))
    assert context.store.read().fingerprint() == before


def test_what_became_of_a_message_takes_it_over_too(context: Context) -> None:
    with writing(context.store) as tx:
        tx.queue([a_message(context)])
    with writing(context.store) as tx:
        take_out(context, tx, [(message, "") for message in tx.messages()], context.stamp)
    assert kinds(context)[2:] == ["rules_changed", "message_dropped"]
    assert sound(context)


def test_undoing_the_first_write_leaves_it_taken_over(context: Context) -> None:
    edit(context, ["1"], Edits(priority="P3"))
    done = undo(later(context, "5h20m"))
    assert (done.by, done.what) == ("ana", ("ticket_edited",))
    assert [
        (each.field, each.now, each.after) for each in done.altered if each.field[0] == "p"
    ] == [("priority", "P3", "P1")]
    assert (ticket(context).rules, update_of(context)) == (
        RULES,
        ("running", after("5h30m")),
    )
    assert sound(context)


def test_what_was_done_before_it_can_still_be_undone(context: Context) -> None:
    check(context)
    assert undo(context, 2, "wrong").what == ("ticket_edited",)
    assert ticket(context).priority == "P3"
    assert sound(context)


def test_the_policy_takes_it_over_when_it_is_applied(context: Context) -> None:
    stricter = staffed(id="policy-2", targets=(targets(resolve="8h"),))
    apply_policy(later(context, NOW, policy=stricter), ["1"])
    assert kinds(context)[2:] == ["rules_changed", "policy_applied"]


def test_what_is_over_stays_as_it_was_judged(context: Context) -> None:
    with writing(context.store) as tx:
        history = context.history(tx, 1)
        history.add(e.TicketResolved(at=after("5h5m"), by="bo"))
        save(context, tx, history)
    note(context, ["1"], "thanks")
    assert kinds(context)[3:] == ["note_added"]
    assert update_of(context) == ("breached", after("5h"))
    reopen(context, ["1"])
    assert kinds(context)[4:] == ["ticket_reopened"]
    assert (ticket(context).rules, ticket(context).cycle) == (RULES, 2)
    assert sound(context)
    assert differs(context) == 0
