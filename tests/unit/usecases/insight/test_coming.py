"""What comes next is what the engine would decide first, and the loudest of that."""

from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.coming import Coming, coming_of
from escalate_cli.usecases.verbs.wait import wait
from tests.conftest import after, clock_rule, targets
from tests.unit.usecases.conftest import a_context, later, logged, staffed

POLICY = staffed(
    targets=(targets(resolve="4h"),),
    rules=(
        clock_rule("warn", at="4h", notify=("lead",)),
        clock_rule("climb", at="4h", escalate="next"),
    ),
)


def coming(context: Context) -> Coming | None:
    return coming_of(context, context.history(context.read(), 1))


def test_a_move_is_louder_than_a_notice_and_a_breach_of_the_same_instant() -> None:
    context = a_context(POLICY)
    logged(context)
    found = coming(later(context, "1h"))
    assert found is not None
    assert (found.at, found.decision.trigger, found.decision.to) == (after("4h"), "climb", "L2")


def test_what_is_due_already_comes_at_the_next_check() -> None:
    context = a_context(POLICY)
    logged(context)
    found = coming(later(context, "5h"))
    assert found is not None
    assert (found.at, found.decision.action) == (after("5h"), "escalated")


def test_where_nothing_is_timed_nothing_comes() -> None:
    context = a_context(staffed(targets=()))
    logged(context)
    assert coming(later(context, "1h")) is None


def test_where_the_next_run_only_looks_nothing_is_foretold() -> None:
    context = a_context(POLICY)
    logged(context)
    wait(later(context, "1h"), ["1"], "vendor")
    assert coming(later(context, "2h")) is None
