"""Who had a turn is kept with the ticket that went to them, and taken back with it."""

from collections.abc import Callable

from msgspec.structs import replace

from escalate_cli.domain.policy.standing.gauges import LastTurn, last_turns
from escalate_cli.domain.ticket.events import TicketEscalated, TicketLogged
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.errors import DamagedHistoryError
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.forecast import forecast
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.release import release
from tests.conftest import DAY, clock_rule, targets
from tests.unit.usecases.conftest import TEAMS, a_context, later, staffed, ticket

FRONT = replace(TEAMS["frontline"], members=("ana", "bo", "cy"), assignment="round_robin")
SECOND = replace(TEAMS["specialists"], members=("di", "lee"), assignment="round_robin")
POLICY = staffed(
    teams={**TEAMS, "frontline": FRONT, "specialists": SECOND},
    targets=(targets(acknowledge="15m"),),
    rules=(clock_rule("late", clock="acknowledge", at="100%", escalate="next"),),
)


def owners(context: Context) -> list[str | None]:
    return [each.owner for each in context.store.read().search()]


def log_some(context: Context, count: int = 1) -> None:
    log(context, [NewTicket(title=f"Fault {number}") for number in range(count)])


def test_tickets_go_round_within_one_command_and_from_one_to_the_next() -> None:
    context = a_context(POLICY)
    log_some(context, 2)
    log_some(later(context, "1m"), 2)
    assert owners(context) == ["ana", "bo", "cy", "ana"]


def test_a_turn_is_recorded_with_the_ticket() -> None:
    context = a_context(POLICY)
    log_some(context)
    [logged] = context.store.read().events(1)
    assert isinstance(logged, TicketLogged)
    assert (logged.in_turn, logged.routed) == ("frontline", "it is the turn of ana")
    assert last_turns(context.store.read().gauges())["frontline"] == LastTurn(
        name="frontline", at=logged.at, by="ana", person="ana"
    )


def test_one_run_hands_the_tickets_that_climb_to_one_after_the_other() -> None:
    context = a_context(POLICY)
    log_some(context, 5)
    check(later(context, "16m"))
    assert owners(context) == ["di", "lee", "di", "lee", "di"]
    moved = [e for e in context.store.read().events(2) if isinstance(e, TicketEscalated)]
    assert [(each.owner, each.notified) for each in moved] == [("lee", ("lee",))]


def test_what_was_decided_by_turns_that_went_on_is_decided_again() -> None:
    context = a_context(POLICY)
    log_some(context, 2)
    run = later(context, "16m")
    change, done = run.store.change, list[object]()

    def overtaken(work: Callable[[Transaction], object]) -> object:
        if not done:
            done.append(
                change(
                    lambda tx: tx.set_gauge(
                        LastTurn(name="specialists", at=run.now, by="x", person="di")
                    )
                )
            )
        return change(work)

    run.store.change = overtaken  # type: ignore[method-assign,assignment]
    check(run)
    assert owners(context) == ["lee", "di"]


def test_a_forecast_and_a_dry_run_take_no_turn() -> None:
    context = a_context(POLICY)
    log_some(context)
    coming = forecast(later(context, "1m"), "T-1", DAY, Edits())
    assert coming.prospects[0].after.ticket.owner is None
    check(later(context, "16m"), dry_run=True)
    assert set(last_turns(context.store.read().gauges())) == {"frontline"}


def test_what_goes_back_to_who_is_on_duty_goes_to_the_next() -> None:
    context = a_context(POLICY)
    log_some(context)
    acknowledge(later(context, "1m"), ["T-1"])
    release(later(context, "2m"), ["T-1"], to_duty=True)
    assert owners(context) == ["bo"]


def test_undo_gives_the_last_turn_back() -> None:
    context = a_context(POLICY)
    for minute in range(3):
        log_some(later(context, f"{minute}m"))
        undo(later(context, f"{minute}m", "ana"))
    assert "frontline" not in last_turns(context.store.read().gauges())
    log_some(later(context, "4m"))
    log_some(later(context, "5m"))
    undo(later(context, "6m"), 7)
    undo(later(context, "6m"))
    log_some(later(context, "7m"))
    assert ticket(context, 6).owner == "bo"


def test_a_spoilt_turn_keeps_no_ticket_from_being_logged() -> None:
    class Spoilt:
        def gauges(self) -> list[LastTurn]:
            raise DamagedHistoryError("a row cannot be read", "escalate doctor")

    context = a_context(POLICY)
    context.standing.choose(Spoilt(), POLICY)  # type: ignore[arg-type]
    assert context.people.turns.last == {}
