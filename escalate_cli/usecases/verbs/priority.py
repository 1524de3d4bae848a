"""Impact and urgency make the priority, unless a person says it."""

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.input_validation import one_of


def impact_of(value: str | None, policy: Policy) -> str | None:
    """Return the impact that was meant, as the policy writes it."""
    return None if value is None else one_of(value, policy.matrix, "impact")


def urgency_of(value: str | None, policy: Policy) -> str | None:
    """Return the urgency that was meant, as the policy writes it."""
    known = dict.fromkeys(urgency for row in policy.matrix.values() for urgency in row)
    return None if value is None else one_of(value, known, "urgency")


def priority_of(
    asked: str | None, impact: str | None, urgency: str | None, policy: Policy, otherwise: str
) -> str:
    """Return the priority: as asked, else by the matrix, else as it was.

    Raises:
        UsageError: when only one of impact and urgency is known.
    """
    if asked is not None:
        return one_of(asked, policy.priorities, "priority")
    if impact is None and urgency is None:
        return otherwise
    if impact is None or urgency is None:
        missing = "--impact" if impact is None else "--urgency"
        raise UsageError("impact and urgency make the priority together", f"give {missing} too")
    return policy.priority_of(impact, urgency)
