"""The board: each open ticket in one place, what presses on top."""

from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.board import Board, board_of
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.resolve import resolve
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import clock_rule, targets, when
from tests.unit.usecases.conftest import a_context, later, logged, staffed

POLICY = staffed(
    targets=(targets(of=when(priority="P3"), resolve="4h"),),
    rules=(clock_rule("late", at="100%", escalate="next"),),
)


def board(context: Context, *query: str) -> Board:
    with context.read() as view:
        return board_of(context, view, parse(query, context))


def ids(board: Board) -> dict[str, list[str]]:
    names = ("pressing", "approvals", "untaken", "in_work", "waiting")
    return {name: [each.ticket.id for each in getattr(board, name)] for name in names}


def test_each_open_ticket_stands_where_it_belongs() -> None:
    context = a_context(POLICY)
    for priority in ("P3", "P2", "P2", "P2", "P2"):
        logged(context, priority=priority)
    acknowledge(context, ["3"])
    acknowledge(context, ["4"])
    wait(context, ["4"], waiting_for="vendor")
    resolve(context, ["5"], "done")
    late = later(context, "5h")
    shown = board(late)
    assert ids(shown) == {
        "pressing": ["T-1"],
        "approvals": [],
        "untaken": ["T-2"],
        "in_work": ["T-3"],
        "waiting": ["T-4"],
    }
    assert (shown.active, shown.overdue) == (4, 1)
    assert [each.decision.ticket for each in shown.coming] == ["T-1"]


def test_what_waits_for_a_yes_stands_there_beside() -> None:
    context = a_context(staffed(targets=()))
    logged(context)
    escalate(context, "1", Wish(to="L3", reason="network"))
    shown = ids(board(context))
    assert (shown["approvals"], shown["untaken"]) == (["T-1"], ["T-1"])


def test_a_query_says_which_are_shown() -> None:
    context = a_context(POLICY)
    logged(context, priority="P3", title="Mail")
    logged(context, priority="P2", title="Printer")
    assert board(context, "priority:P2").active == 1
    assert ids(board(context, "status:resolved"))["untaken"] == []


def test_no_more_than_five_things_are_said_to_come() -> None:
    context = a_context(POLICY)
    for _ in range(7):
        logged(context, priority="P3")
    assert len(board(context).coming) == 5
