"""That no `check` runs is told by decisions that hold and are long due, never by age alone."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.heartbeat import Heartbeat
from escalate_cli.domain.policy.standing.gauges import Gauge
from escalate_cli.domain.ticket.events import Event
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.now import page_of
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.unchecked import Unchecked, silent_since, unchecked
from tests.conftest import MINUTE, after, changed, clock_rule, targets
from tests.unit.usecases.conftest import a_context, later, logged, staffed

TIMED = staffed(
    targets=(targets(resolve="8h"),),
    rules=(clock_rule("warn", at="1h", notify=("lead",)),),
)


def watched(context: Context, at: str) -> Unchecked | None:
    here = later(context, at)
    return unchecked(here, here.store.read())


def kept(context: Context, number: int, events: Sequence[Event], next_at: str) -> None:
    """Keep a ticket of which the row has it that something is due at an instant."""
    due = after(next_at)

    def keep(tx: Transaction) -> None:
        found = tx.ticket(number)
        tx.save(Record(ticket=found, events=events, next_at=due, due_at=None, risk_at=None))

    context.store.change(keep)


@pytest.fixture
def two() -> Context:
    """Log two tickets, about which something is due after one hour and after two."""
    context = a_context(TIMED)
    logged(context)
    logged(later(context, "1h"))
    return context


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("59m", None),
        ("1h14m", None),
        ("1h15m", Unchecked(1, after("1h"))),
        ("2h15m", Unchecked(2, after("1h"))),
    ],
    ids=["nothing is due", "cron may have missed a run", "long due", "both long due"],
)
def test_a_decision_that_is_long_due_says_that_nobody_checks(
    two: Context, at: str, expected: Unchecked | None
) -> None:
    assert watched(two, at) == expected


def test_a_run_long_ago_alone_is_no_alarm(two: Context) -> None:
    check(later(two, "2h"))
    assert watched(two, "7h") is None


def test_a_run_since_then_is_enough_whatever_it_left() -> None:
    context = a_context(TIMED)
    logged(context)
    context.store.checked(after("2h"))
    assert watched(context, "2h15m") is None
    assert watched(context, "2h16m") == Unchecked(1, after("1h"))


def test_a_run_in_the_future_hides_nothing(two: Context) -> None:
    two.store.checked(after("9h"))
    assert watched(two, "1h15m") == Unchecked(1, after("1h"))


def test_what_a_row_has_as_due_and_does_not_hold_is_passed_over(two: Context) -> None:
    kept(two, 1, two.store.read().events(1), "5m")
    assert watched(two, "20m") is None
    assert watched(two, "2h15m") == Unchecked(2, after("5m")), "by then it is due in truth"


def test_an_instant_of_the_past_tells_nothing_of_the_machine(two: Context) -> None:
    here = replace(two, present=Present(after("3h"), typed=True, said=after("4h")))
    assert unchecked(here, here.store.read()) is None


def test_what_cannot_be_read_waits_for_the_check_that_reports_it(two: Context) -> None:
    kept(two, 1, [], "1h")
    assert watched(two, "1h15m") == Unchecked(1, after("1h"))


def test_a_missing_heartbeat_waits_for_a_check_as_the_ticket_that_it_would_log() -> None:
    beating = changed(TIMED, heartbeats=(Heartbeat(key="backup", every=MINUTE * 60),))
    context = a_context(beating)
    check(context)
    assert watched(context, "1h14m") is None
    assert watched(context, "1h16m") == Unchecked(1, after("1h"))
    logged(later(context, "30m"))
    assert watched(context, "2h") == Unchecked(2, after("1h"))
    assert page_of(later(context, "2h"), context.store.read()).awaiting_check == 2
    check(later(context, "2h"))
    assert watched(context, "2h10m") is None


def test_a_spoilt_heartbeat_is_said_by_check_alone() -> None:
    class Spoilt:
        def gauges(self) -> list[Gauge]:
            raise DamagedHistoryError("a row cannot be read", "escalate doctor")

    beating = changed(TIMED, heartbeats=(Heartbeat(key="backup", every=MINUTE * 60),))
    assert silent_since(a_context(beating), Spoilt(), after("2h")) == []  # type: ignore[arg-type]
