"""As what a ticket may be resolved, and whether it counts then."""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.policy_key import Doc


class TicketOutcome(msgspec.Struct, frozen=True):
    """One word for what became of a ticket."""

    counts: Annotated[
        bool, Doc("`false`: what was resolved so leaves all figures", "spam: {counts: false}")
    ] = True


OUTCOMES = {
    "solved": TicketOutcome(),
    "duplicate": TicketOutcome(counts=False),
    "invalid": TicketOutcome(counts=False),
}
"""What a policy knows that says nothing of them."""

Outcomes = Annotated[
    Mapping[str, TicketOutcome],
    Doc(
        "[outcomes](#outcomesname) by name, as which a ticket is resolved",
        "{solved: {}, spam: {counts: false}}",
        "`solved`, and `duplicate` `invalid`, which do not count",
    ),
]


def counts(outcome: str | None, outcomes: Mapping[str, TicketOutcome]) -> bool:
    """Tell whether what was resolved so counts; an outcome of another version does."""
    known = outcomes.get(outcome or "")
    return known is None or known.counts
