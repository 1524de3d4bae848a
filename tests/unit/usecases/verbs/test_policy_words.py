"""Words of the policy, as people type them."""

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.policy_words import one_of


def test_a_known_word_is_found_in_any_case_and_written_as_it_is_known() -> None:
    assert one_of("p1", ["P1", "P2"], "priority") == "P1"
    with pytest.raises(UsageError) as refused:
        one_of("P9", ["P1", "P2"], "priority")
    assert str(refused.value) == "there is no priority 'P9'"
    assert refused.value.help == "known are P1, P2"
