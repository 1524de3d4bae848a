"""What every part of a file of policy tests is read with: the policy's names, and its zone."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.ticket.events import POLICY
from escalate_cli.domain.time.duration import parse_duration
from escalate_cli.domain.time.instant_parsing import parse_instant
from escalate_cli.strict_yaml.diagnostics import Convert, Diagnostics, MistakeError
from escalate_cli.strict_yaml.mapping_reader import Section
from escalate_cli.strict_yaml.name_resolution import name_of
from escalate_cli.strict_yaml.scalars import text
from escalate_cli.strict_yaml.syntax_tree import Node, quoted
from escalate_cli.strict_yaml.typed_values import BASIC, Readers
from escalate_cli.usecases.policy.policy_tests import FileLocation
from escalate_cli.usecases.verbs.log import NewTicket

SOMEBODY = "somebody"
"""Who logs a ticket that names neither a person who does nor a requester."""


class PageOfTests(msgspec.Struct, frozen=True):
    """What every part of the reading shares."""

    report: Diagnostics
    policy: Policy
    file: str

    def section(
        self, node: Node, *types: Any, readers: Readers | None = None, extra: tuple[str, ...] = ()
    ) -> Section:
        """Open a table whose keys are the fields of types."""
        read = {**BASIC, **(readers or {})}
        return Section(node, *types, report=self.report, readers=read, extra=extra)

    def location(self, node: Node) -> FileLocation:
        """Return where a piece of the file is."""
        return FileLocation(self.file, node.line, node.column)

    def instant(self, node: Node, now: datetime) -> datetime:
        """Read an instant in the policy's zone."""
        return parse_instant(text(node), now, self.policy.people.timezone)

    def draft(self, node: Node) -> NewTicket:
        """Read what is logged; the keys are the fields of `log --from`."""
        before = self.report.errors
        section = self.section(node, NewTicket, readers=triage(self.policy.rules))
        draft = section.given(NewTicket)
        return NewTicket(title="") if self.report.errors > before else NewTicket(**draft)


def triage(rules: Rules) -> dict[str, Convert[str]]:
    """Return the readers of what the policy gives names to."""
    urgencies = [urgency for row in rules.matrix.values() for urgency in row]
    return {
        "priority": name_of("priority", {}, *rules.priorities),
        "impact": name_of("impact", {}, *rules.matrix),
        "urgency": name_of("urgency", {}, *dict.fromkeys(urgencies)),
    }


def actor(node: Node) -> str:
    """Read the name of somebody who acts."""
    name = text(node)
    if name == POLICY:
        raise MistakeError(f"{quoted(POLICY)} acts by itself", "give the name of a person")
    return name


def length(node: Node) -> timedelta:
    """Read how long after the log; `0m` is that very instant."""
    return parse_duration(text(node)).resolve(None)
