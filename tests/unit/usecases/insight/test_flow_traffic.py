"""Traffic counts all tickets to which anything happened, the archived ones too."""

from escalate_cli.domain.figures.traffic import Travels, Way
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.usecases.insight.flow_traffic import flow_traffic
from escalate_cli.usecases.verbs.escalate import escalate
from tests.conftest import after
from tests.unit.usecases.conftest import a_context, later, logged, staffed
from tests.unit.usecases.insight.test_report import POLICY

UP = Way(Travels.MOVES, None, "L1", "L2")


def test_tickets_count_that_were_changed_since() -> None:
    context = a_context(staffed(approval=None, targets=POLICY.rules.targets))
    first, second = logged(context), logged(context)
    escalate(later(context, "1h"), [first.id], Wish())
    escalate(later(context, "5h"), [second.id], Wish())
    now = later(context, "9h")
    assert flow_traffic(now, after("0m"))[UP].n == 2
    assert flow_traffic(now, after("2h"))[UP].n == 1
    seen: list[int] = []

    def watch(tickets: object, total: int) -> object:
        seen.append(total)
        return tickets

    assert flow_traffic(now, after("6h"), watch) == {}  # type: ignore[arg-type]
    assert seen == [2]
