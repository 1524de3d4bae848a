"""The next step for one person about a ticket, and who has the ball where it is not theirs."""

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.owed_review import review_due_at
from escalate_cli.domain.ticket.people.team import is_of_team, may_take, some_of, takers
from escalate_cli.domain.ticket.ticket import Status, Ticket
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot

TAKE = "ack {}"
SOLVE = "resolve {}"
TELL = "note {} TEXT --public"
CLOSE = "close {}"
APPROVE = "approve {}"
REVIEW = "review {} --root-cause TEXT"

_OWED_IN_WORDS = frozenset({ClockName.FIRST_RESPONSE, ClockName.NEXT_RESPONSE, ClockName.UPDATE})
"""The clocks that a public word ends."""


def next_step(actor: str, standing: TicketSnapshot, policy: Policy, command: str) -> str | None:
    """Return what somebody can type next, after `escalate` and with `{}` for the ticket.

    It is nothing where the ball is with somebody else, and never takes what is another one's.

    Args:
        actor: who has just typed `command`.
        standing: the ticket after it.
        policy: the one in force today.
        command: the name of the command.
    """
    ticket = standing.ticket
    pending = ticket.pending_approval
    if pending is not None and actor in pending.asked:
        return APPROVE
    has_asked = pending is not None and not pending.afterwards and command == "escalate"
    if has_asked or command == "policy apply":
        return None
    if ticket.is_active:
        return _for_who_works(actor, standing, policy, command)
    return _for_who_ends_it(actor, standing, policy)


def _for_who_works(
    actor: str, standing: TicketSnapshot, policy: Policy, command: str
) -> str | None:
    ticket = standing.ticket
    if ticket.status is Status.OPEN:
        return TAKE if _is_free_for(actor, standing, policy) else None
    if ticket.status is Status.WAITING or ticket.owner != actor:
        return None
    return TELL if command != "note" and _owes_words_first(standing) else SOLVE


def _for_who_ends_it(actor: str, standing: TicketSnapshot, policy: Policy) -> str | None:
    ticket = standing.ticket
    is_of_it = is_of_team(actor, ticket, policy.rules, policy.people)
    if ticket.awaits_answer:
        return TELL if is_of_it else None
    if ticket.status is Status.RESOLVED:
        return CLOSE if is_of_it or actor == ticket.requester else None
    return REVIEW if is_of_it and review_due_at(ticket, standing.rules) is not None else None


def awaited(actor: str, standing: TicketSnapshot, policy: Policy) -> str:
    """Say who has the ball where that is somebody else: `bo has it`, `waits for cy, di`."""
    ticket = standing.ticket
    if ticket.status is Status.ACKNOWLEDGED:
        return f"{ticket.owner} has it" if ticket.owner not in {None, actor} else ""
    if ticket.status is not Status.OPEN or ticket.owner == actor:
        return ""
    named = _takers(ticket, standing, policy)
    if ticket.owner is None and actor in named:
        return ""
    names = ticket.owner or some_of(named)
    return f"waits for {names}" if names else ""


def holders(standing: TicketSnapshot, policy: Policy) -> tuple[str, ...]:
    """Name whose move it is: the owner, or the people for whom the ticket waits."""
    ticket = standing.ticket
    return (ticket.owner,) if ticket.owner else _takers(ticket, standing, policy)


def _is_free_for(actor: str, standing: TicketSnapshot, policy: Policy) -> bool:
    """Tell whether nobody else has a ticket or was given it, and it is theirs to take."""
    ticket = standing.ticket
    return (
        ticket.owner in {None, actor}
        and is_of_team(actor, ticket, policy.rules, policy.people)
        and may_take(actor, ticket, standing.rules, policy.people, standing.now)
    )


def _takers(ticket: Ticket, standing: TicketSnapshot, policy: Policy) -> tuple[str, ...]:
    return takers(ticket, standing.rules.level(ticket.level), policy.people, standing.now)


def _owes_words_first(standing: TicketSnapshot) -> bool:
    """Tell whether a public word is due before all else."""
    dues = [(clock.due_at, clock.name) for clock in standing.running() if clock.due_at]
    return bool(dues) and min(dues)[1] in _OWED_IN_WORDS
