"""What `stakeholder list` answers: who hears how a ticket goes."""

from escalate_cli.render.parts.data.json_values import stored
from escalate_cli.render.parts.result import Records
from escalate_cli.usecases.verbs.stakeholders import Informed

INFORMED = stored("ticket", "person", "name", "role")


class StakeholdersResult(Records[Informed]):
    """Those who are informed."""

    fields = INFORMED
    nothing = "nobody is informed"
