"""Initial attempt and assessment: judge what the issue needs."""

from collections.abc import Iterator, Sequence

import msgspec

from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import ACTIVE
from escalate_cli.domain.ticket.ticket_snapshot import TicketSnapshot
from escalate_cli.usecases.unit_of_work import Context, change
from escalate_cli.usecases.verbs import input_validation
from escalate_cli.usecases.verbs.priority import impact_of, priority_of, urgency_of
from escalate_cli.usecases.verbs.status_guard import must_be, must_be_of_team


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a resolver thinks of a ticket; nothing means no opinion."""

    impact: str | None = None
    urgency: str | None = None
    priority: str | None = None
    category: str | None = None
    skills: tuple[str, ...] = ()
    needs_decision: bool = False
    message: str = ""


def assess(context: Context, ids: Sequence[str], said: Judgement) -> list[TicketSnapshot]:
    """Record a resolver's judgement; whoever assesses has taken the ticket."""

    def act(history: History) -> Iterator[e.Event]:
        ticket, policy = history.seen(context.now), history.rules
        must_be(ticket, ACTIVE, "assessed")
        must_be_of_team(context.by, ticket, context, "assessed by")
        new_impact, new_urgency = impact_of(said.impact, policy), urgency_of(said.urgency, policy)
        judged = new_impact is not None or new_urgency is not None
        yield e.TicketAssessed(
            impact=new_impact,
            urgency=new_urgency,
            priority=priority_of(
                said.priority,
                (new_impact or ticket.impact) if judged else None,
                (new_urgency or ticket.urgency) if judged else None,
                policy,
                ticket.priority,
            ),
            category=input_validation.name_of(said.category, "the category"),
            skills=input_validation.names_of(said.skills, "a skill") if said.skills else None,
            needs_decision=said.needs_decision,
            message=input_validation.text_of(said.message),
            **context.stamp,
        )

    return change(context, input_validation.numbers_of(ids), act)
