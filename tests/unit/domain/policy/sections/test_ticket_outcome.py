"""What a ticket is resolved as decides whether it counts; a word of another version does."""

import pytest

from escalate_cli.domain.policy.sections import ticket_outcome
from escalate_cli.domain.policy.sections.ticket_outcome import TicketOutcome
from tests.conftest import a_policy


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [("solved", True), ("duplicate", False), ("invalid", False), ("spam", True), (None, True)],
)
def test_duplicates_and_what_is_invalid_do_not_count(outcome: str | None, *, counts: bool) -> None:
    assert ticket_outcome.counts(outcome, a_policy().rules.outcomes) is counts


def test_a_policy_has_words_of_its_own() -> None:
    own = {"spam": TicketOutcome(counts=False)}
    found = [ticket_outcome.counts(word, own) for word in ("spam", "duplicate")]
    assert found == [False, True]
