"""What `delegate` answers: whose authority is lent to whom."""

from escalate_cli.domain.ticket.people.approvers import Delegation
from escalate_cli.render.parts.data.json_values import stored
from escalate_cli.render.parts.result import Records

DELEGATION = stored("person", "to", "since", "until", "by", "reason", "change")


class DelegationsResult(Records[Delegation]):
    """Authority that is lent."""

    fields = DELEGATION
    nothing = "no authority is lent"
