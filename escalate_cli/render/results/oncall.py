"""What `oncall` answers: who takes each team's tickets, and who took or swapped a duty."""

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
