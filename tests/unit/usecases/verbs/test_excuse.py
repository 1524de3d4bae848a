"""A breach is excused for several tickets at once; the reason can be redacted."""

from escalate_cli.usecases.care.redact import redact
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.verbs.excuse import excuse
from tests.conftest import targets
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket

LATE = staffed(targets=(targets(resolve="1h"),))


def test_all_the_tickets_are_excused_or_none() -> None:
    context = a_context(LATE)
    logged(context)
    logged(context)
    first, second = excuse(later(context, "2h", by="lee"), ["1", "2"], "resolve", None, "x")
    assert not first.standing.is_overdue
    assert not second.standing.is_overdue
    assert kinds(context, 2)[-1] == "breach_excused"


def test_the_reason_is_redacted_in_the_ticket_as_well() -> None:
    context = a_context(LATE)
    logged(context)
    manager = later(context, "2h", by="lee")
    excuse(manager, ["1"], "resolve", None, "Kim was ill")
    redact(manager, "1", context.store.read().events(1)[-1].seq, "private")
    [breach] = ticket(context).breaches
    assert breach.excused is not None
    assert breach.excused.reason == "<redacted>"
    assert not verify(manager).differences
