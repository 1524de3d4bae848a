"""What `oncall` answers: who takes each team's tickets, and who took or swapped a duty."""

from collections.abc import Iterator

from escalate_cli.render.parts.data.json_values import stored
from escalate_cli.render.parts.result import Records
from escalate_cli.usecases.insight.oncall import Duty
from escalate_cli.usecases.verbs.duty import DutyTaken

DUTY = stored("team", "people", "until", "note", "layer")
TAKEN = stored("team", "person", "instead_of", "since", "until", "change", "message")


class OncallResult(Records[Duty]):
    """Teams, each with whose turn it is."""

    fields = DUTY
    nothing = "the policy has no teams"


class DutyTakenResult(Records[DutyTaken]):
    """Who has whose duty now, turn by turn."""

    fields = TAKEN
    nothing = "nobody took a duty"

    def remarks(self) -> Iterator[str]:
        """Say who of them will be told nothing."""
        for missed in dict.fromkeys(taken.missed for taken in self.things if taken.missed):
            yield f"{missed}: another one is told instead (escalate oncall says who)"
