"""What is doubtful about the targets of a long table is found with few questions."""

from collections.abc import Iterable

from escalate_cli.domain.doubts.clocks import doubts
from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.sections.conditions import When
from tests.unit.policyfile.files import policy_of

ROWS = 40


class Counting(Possible):
    """Counts the questions that it is asked."""

    asked = 0

    def any(self, wanted: Iterable[When], unwanted: Iterable[When] = ()) -> bool:
        self.asked += 1
        return super().any(wanted, unwanted)


def test_rows_that_want_the_solution_late_enough_are_not_compared() -> None:
    rows = [
        f"{{when: {{service: s{n}}}, acknowledge: {'9h' if n == 7 else '1h'}, resolve: 4h}}"
        for n in range(ROWS)
    ]
    rules = policy_of(f"targets: [{', '.join(rows)}]\n").rules
    possible = Counting(rules)
    [found] = [each for each in doubts(rules, possible) if each.code == FindingCode.AFTER_RESOLVE]
    assert found.at == ("targets", 7, "acknowledge")
    assert possible.asked < 4 * ROWS
