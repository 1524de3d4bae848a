"""What a policy test can see of a ticket, and of who is on duty, at an instant."""

from escalate_cli.domain.policy.duty.on_duty import on_duty
from escalate_cli.domain.ticket.clock.sla_clock import ClockState
from escalate_cli.domain.ticket.owed_review import review_due_at
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.usecases.context import Context, stand
from escalate_cli.usecases.policy.policy_tests import Value
from escalate_cli.usecases.ports import View

ON_DUTY = "on_duty"
REVIEW = "review"
"""What is due beside the clocks."""


def observed(context: Context, view: View, number: int | None) -> dict[str, Value]:
    """Return all that can be expected, by key; of a ticket that is not there nothing."""
    context.standing.meet(view)
    people = context.people
    duty: dict[str, Value] = {
        f"{ON_DUTY} {team.id}": on_duty(team, people, context.now).people
        for team in people.teams.values()
    }
    if number is None:
        return duty
    standing = stand(context, context.history(view, number))
    return {
        **duty,
        **_of(standing),
        f"due {REVIEW}": review_due_at(standing.ticket, context.rules),
        "archived": "false" if view.is_in_use(number) else "true",
    }


def _of(standing: TicketSnapshot) -> dict[str, Value]:
    """Return what can be expected of a ticket; a clock that is not there has no due."""
    ticket = standing.ticket
    clocks = {name: clock for name, clock in ticket.clocks.items() if clock.target}
    pending = ticket.pending_approval
    breached = (name for name, clock in clocks.items() if clock.state is ClockState.BREACHED)
    dues: dict[str, Value] = {f"due {name}": clock.due_at for name, clock in clocks.items()}
    return {
        "status": ticket.status.value,
        "priority": ticket.priority,
        "level": ticket.level,
        "management": ticket.management_level,
        "owner": ticket.owner,
        "team": ticket.team,
        "pending_approval": pending.to if pending else None,
        "breached": tuple(breached),
        **dues,
    }
