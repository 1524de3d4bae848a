"""The first name of a rule is that of its keys."""

import pytest

from escalate_cli.domain.policy.sections.named_rule import NamedRule


@pytest.mark.parametrize(
    ("was", "name"),
    [((), "late"), (("slow",), "slow"), (("slower", "slow"), "slow")],
    ids=["never renamed", "once", "twice"],
)
def test_keys_bear_the_first_name(was: tuple[str, ...], name: str) -> None:
    assert NamedRule(type="clock", name="late", was=was).key_name == name
