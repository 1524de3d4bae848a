"""Impact and urgency make the priority, unless a person says it."""

from escalate_cli.domain.policy.rules import Rules
from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.input_validation import one_of


def impact_of(value: str | None, rules: Rules) -> str | None:
    """Return the impact that was meant, as the policy writes it."""
    return None if value is None else one_of(value, rules.matrix, "impact")


def urgency_of(value: str | None, rules: Rules) -> str | None:
    """Return the urgency that was meant, as the policy writes it."""
    known = dict.fromkeys(urgency for row in rules.matrix.values() for urgency in row)
    return None if value is None else one_of(value, known, "urgency")


def priority_of(
    asked: str | None, impact: str | None, urgency: str | None, rules: Rules, otherwise: str
) -> str:
    """Return the priority: as asked, else by the matrix, else as it was.

    Raises:
        UsageError: when only one of impact and urgency is known.
    """
    if asked is not None:
        return one_of(asked, rules.priorities, "priority")
    if impact is None and urgency is None:
        return otherwise
    if impact is None or urgency is None:
        missing = "--impact" if impact is None else "--urgency"
        raise UsageError("impact and urgency make the priority together", f"give {missing} too")
    return rules.priority_of(impact, urgency)
