"""Initial attempt and assessment: judge what the issue needs."""

from collections.abc import Sequence

from msgspec.structs import replace

from escalate_cli.domain.verbs import assess as verb
from escalate_cli.domain.verbs.assess import Judgement
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.unit_of_work import Changed, act
from escalate_cli.usecases.verbs.input_validation import (
    name_of,
    names_of,
    text_of,
)
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


def assess(context: Context, ids: Sequence[str], judgement: Judgement) -> list[Changed]:
    """Record a resolver's judgement; whoever assesses has taken the ticket."""
    said = replace(
        judgement,
        category=name_of(judgement.category, "the category"),
        skills=names_of(judgement.skills, "a skill") if judgement.skills else None,
        message=text_of(judgement.message),
    )
    return act(context, numbers_of(ids), lambda at, _: verb.assess(at, said))
