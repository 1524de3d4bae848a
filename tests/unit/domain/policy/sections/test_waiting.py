"""A policy that says nothing of waits asks nothing."""

from escalate_cli.domain.policy.sections.waiting import Waiting


def test_nothing_is_asked_unless_the_policy_says_so() -> None:
    assert (Waiting().reason, Waiting().longest) == ("optional", None)
