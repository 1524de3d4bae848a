"""One policy file, read: the rules that tickets keep, and the people of today."""

from collections.abc import Callable

import msgspec

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Rules


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one file says, checked and complete; a function takes the half that it needs."""

    rules: Rules
    people: People


Policies = Callable[[str], Policy]
"""Finds the policy version with a given id."""
