"""The names of a trigger: the one of today, and those by which it decided before."""

from __future__ import annotations

from typing import Annotated

import msgspec

from escalate_cli.domain.policy.sections.policy_key import Doc, Word


class NamedRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a trigger is called.

    Attributes:
        type: name of the module in `domain/triggers` that finds its cases.
        was: what it was called before, the latest name first.
    """

    type: Annotated[str, Word("trigger type"), Doc("kind of trigger, see below", "severity")]
    name: Annotated[str, Word("trigger name"), Doc("name, unique", "resolve-breach")]
    was: Annotated[
        tuple[Annotated[str, Word("trigger name")], ...],
        Doc(
            "its former names, the latest first, so that it does not speak anew on what it decided",
            "resolve-late",
            "none",
        ),
    ] = ()

    @property
    def key_name(self) -> str:
        """Return its first name, which the keys of its decisions bear for ever."""
        return self.was[-1] if self.was else self.name
