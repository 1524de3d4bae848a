"""The instant of a command: where it comes from, and what may be written at it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from escalate_cli.domain.time.instant_parsing import parse_instant
from escalate_cli.errors import BackdatedError, FutureError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.deliver import deliver
from escalate_cli.usecases.present import Present, present_of
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.note import note
from tests.conftest import after, clock_rule, targets
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed
from tests.unit.usecases.post import Postman, a_message, queued, reachable

Said = list[tuple[str, datetime]]


def typed(context: Context, at: str, latest: str | None = None) -> Context:
    """Return the desk of somebody who typed an instant."""
    limit = after(latest) if latest else None
    return replace(context, present=Present(after(at), typed=True, latest=limit))


def by_machine(context: Context, read: Callable[[], datetime], said: Said | None = None) -> Context:
    """Return the desk of somebody who goes by the clock of a machine."""
    heard = said if said is not None else []
    tell = lambda ticket, at: heard.append((ticket, at))  # noqa: E731 - a callback
    return replace(context, present=Present(read(), clock=read, on_behind=tell))


def words(typed: str | None = None, believed: str | None = None, at: str = "0m") -> Present:
    """Return the present of a command line in Berlin."""
    return present_of(
        lambda: after(at),
        believed,
        typed,
        lambda text, now: parse_instant(text, now, "Europe/Berlin", past=True),
        lambda _ticket, _at: None,
    )


def test_whoever_waited_for_the_store_acts_when_it_is_theirs() -> None:
    told = [after("0m"), after("10m")]
    context = by_machine(a_context(), lambda: told.pop(0))
    logged(context)
    assert (context.now, told) == (after("10m"), [])
    [event] = context.store.read().events(1)
    assert event.at == after("10m")


def test_two_changes_of_one_command_are_of_one_instant() -> None:
    told = [after("0m"), after("1m"), after("2m")]
    context = by_machine(a_context(), lambda: told.pop(0))
    logged(context)
    note(context, ["1"], "here")
    assert [event.at for event in context.store.read().events(1)] == [after("1m"), after("1m")]


@pytest.mark.parametrize(
    ("typed", "believed", "now"),
    [
        (None, None, "0m"),
        ("now", None, "0m"),
        ("NOW", "+1h", "1h"),
        ("-30m", None, "-30m"),
        ("+10m", "+1h", "70m"),
        ("8:30", "+1h", "-30m"),
    ],
)
def test_what_is_typed_counts_from_what_is_believed_else_from_the_machine(
    typed: str | None, believed: str | None, now: str
) -> None:
    begins = after("0m") - timedelta(minutes=30) if now == "-30m" else after(now)
    assert words(typed, believed).now == begins


@pytest.mark.parametrize(
    ("typed", "believed"),
    [("+10m", None), ("2026-11-23 10:00", None), ("2026-11-23 11:00", "2026-11-23 10:00")],
)
def test_nothing_is_written_at_an_instant_that_is_yet_to_come(
    typed: str, believed: str | None
) -> None:
    context = replace(a_context(), present=words(typed, believed))
    with pytest.raises(FutureError, match="is later than the clock, which says 2026-11-23T0"):
        logged(context)
    with pytest.raises(FutureError):
        check(context)
    assert check(context, dry_run=True).errors == ()
    assert context.store.last_check_at() is None


@pytest.mark.parametrize(
    ("typed", "believed"),
    [("+10m", "2026-11-23 10:00"), ("9:00", None), (None, "2199-01-01"), ("now", None)],
)
def test_a_rehearsal_and_what_is_believed_may_be_ahead(
    typed: str | None, believed: str | None
) -> None:
    context = replace(a_context(), present=words(typed, believed))
    assert logged(context).logged_at == context.now


def test_only_the_clock_of_the_machine_can_be_doubted() -> None:
    found = [words(), words("now"), words("-1m"), words(None, "+1h")]
    assert [present.is_of_machine for present in found] == [True, True, False, False]


def test_a_typed_instant_before_the_latest_event_is_refused_for_all_of_them() -> None:
    context = a_context()
    logged(context)
    logged(context)
    note(later(context, "30m"), ["2"], "here")
    with pytest.raises(BackdatedError) as refused:
        acknowledge(typed(context, "20m"), ["1", "2"])
    assert str(refused.value) == (
        "--now 2026-11-23T08:20:00Z is before the latest event of T-2, at 2026-11-23T08:30:00Z: "
        "a history only grows at its end"
    )
    assert kinds(context, 1) == ["ticket_logged"]
    acknowledge(typed(context, "30m"), ["1", "2"])


def test_what_the_policy_did_meanwhile_refuses_it_as_well() -> None:
    context = a_context(staffed(targets=(targets(acknowledge="1h"),)))
    logged(context)
    check(later(context, "2h"))
    with pytest.raises(BackdatedError, match="the latest event of T-1, at 2026-11-23T10:00:00Z"):
        acknowledge(typed(context, "30m"), ["1"])


def test_a_check_of_the_past_tells_nobody_what_it_may_not_record() -> None:
    context = a_context(staffed(rules=(clock_rule(at="30m", notify=("lead",)),)))
    logged(context)
    note(later(context, "1h"), ["1"], "here")
    refused = check(typed(context, "40m"))
    assert [(error.ticket, error.message[:15]) for error in refused.errors] == [
        ("clock", "the clock says "),
        ("T-1", "--now 2026-11-2"),
    ]
    assert (refused.decisions, list(context.store.read().messages())) == ((), [])


def test_a_change_that_should_not_be_can_be_undone_at_any_instant() -> None:
    context = a_context()
    logged(context)
    acknowledge(later(context, "30m"), ["1"])
    undo(typed(context, "20m"))
    assert kinds(context, 1)[-1] == "change_undone"


def test_that_a_message_was_sent_is_recorded_at_any_instant() -> None:
    context = a_context(reachable())
    logged(context)
    queued(context, a_message(context, created_at=after("10m")))
    note(later(context, "30m"), ["1"], "here")
    assert deliver(typed(context, "20m"), Postman()).sent == 1
    assert kinds(context, 1)[-1] == "message_sent"


@pytest.mark.parametrize(("behind", "is_said"), [("29m", True), ("29m30s", False)])
def test_a_clock_that_is_behind_by_over_a_minute_is_said_once(
    behind: str, *, is_said: bool
) -> None:
    context, said = a_context(), Said()
    logged(context)
    logged(context)
    note(later(context, "30m30s"), ["1", "2"], "here")
    acknowledge(by_machine(context, lambda: after(behind), said), ["1", "2"])
    assert said == ([("T-1", after("30m30s"))] if is_said else [])
    [*_, event] = context.store.read().events(2)
    assert (event.at, event.clock_at) == (after("30m30s"), after(behind))


def test_a_check_by_a_clock_that_is_behind_ends_with_an_error_and_says_it_once() -> None:
    context, said = a_context(staffed(rules=(clock_rule(at="30m", notify=("lead",)),))), Said()
    logged(context)
    note(later(context, "1h"), ["1"], "here")
    done = check(by_machine(context, lambda: after("40m"), said))
    [error] = done.errors
    assert error.message == (
        "the clock says 2026-11-23T08:40:00Z, and T-1 went on until 2026-11-23T09:00:00Z: no time "
        "passes there before that (set the clock of this machine right; escalate doctor)"
    )
    assert (len(done.decisions), said) == (1, [])


def test_nobody_is_told_where_nobody_listens() -> None:
    context = a_context(staffed())
    logged(context)
    note(later(context, "1h"), ["1"], "here")
    [noted] = note(later(context, "30m"), ["1"], "there")
    assert noted.standing.ticket.updated_at == after("1h")
    assert isinstance(context.store, MemoryStore)


@pytest.mark.parametrize(
    ("present", "clock_at"),
    [
        (words(typed="-30m", at="1h"), after("1h")),
        (words(typed="now", at="1h"), None),
        (words(at="1h"), None),
        (words(typed="2026-11-23 10:00", believed="2026-11-23 11:00", at="9h"), after("2h")),
        (words(typed="+10m", believed="2026-11-23 11:00", at="9h"), None),
    ],
    ids=["typed", "typed as now", "by the clock", "before the one believed", "a rehearsal"],
)
def test_an_earlier_instant_that_was_typed_leaves_word_of_the_clock(
    present: Present, clock_at: datetime | None
) -> None:
    assert present.clock_at == clock_at


def test_what_is_entered_later_says_when_it_was_entered() -> None:
    context = a_context()
    logged(context)
    note(typed(context, "1h", latest="3h"), ["1"], "came by phone")
    assert context.store.read().events(1)[-1].clock_at == after("3h")
    note(later(context, "4h"), ["1"], "and again")
    assert context.store.read().events(1)[-1].clock_at is None
