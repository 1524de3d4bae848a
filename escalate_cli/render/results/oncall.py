"""What `oncall` answers: who takes each team's tickets."""

from escalate_cli.render.parts.json_values import stored
from escalate_cli.render.parts.result import Records
from escalate_cli.usecases.insight.oncall import Duty

DUTY = stored("team", "people", "until", "note")


class OncallResult(Records[Duty]):
    """Teams, each with whose turn it is."""

    fields = DUTY
    nothing = "the policy has no teams"
