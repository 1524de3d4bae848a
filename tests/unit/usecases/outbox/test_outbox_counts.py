"""How much is in the outbox: waiting, given up, and out of reach."""

from escalate_cli.usecases.context import Context
from escalate_cli.usecases.outbox.deliver import deliver
from escalate_cli.usecases.outbox.outbox_counts import Counts, counts
from tests.unit.usecases.conftest import later
from tests.unit.usecases.post import DOWN, GONE, Postman, reachable, with_waiting


def left_in(context: Context) -> Counts:
    return counts(context, context.store.read())


def test_what_waits_and_what_was_given_up_is_counted() -> None:
    context = with_waiting("ana", "max", "dora", "kim")
    deliver(context, Postman({"Ana": DOWN, "Max": GONE}))
    assert left_in(context) == Counts(pending=2, dead=1, unreachable=1)


def test_who_can_be_reached_is_for_the_policy_of_today_to_say() -> None:
    context = with_waiting("ana")
    assert left_in(context) == Counts(pending=1)
    without = later(context, "1m", policy=reachable(channels={}))
    assert left_in(without) == Counts(pending=1, unreachable=1)


def test_an_empty_outbox_counts_nothing() -> None:
    assert left_in(with_waiting()) == Counts()
