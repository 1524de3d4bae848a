"""What is doubtful in a sound policy, at its place in the file."""

from collections.abc import Iterator
from datetime import date, datetime, time

from escalate_cli.domain.doubts import doubts
from escalate_cli.domain.policy.doubt import Doubt
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.time.timezones import instant_of, zone_named
from escalate_cli.strict_yaml.diagnostics import Diagnostics
from escalate_cli.strict_yaml.syntax_tree import MappingNode, Node, node_at, quoted, scalars_in

_PEOPLE = "people"


def judge(policy: Policy, root: Node, today: date, report: Diagnostics) -> None:
    """Warn of every doubt about a sound policy, seen from the beginning of a day."""
    since = instant_of(datetime.combine(today, time.min), zone_named(policy.people.timezone))
    for doubt in (*doubts(policy, since), *_unnamed(policy, root)):
        report.warn(node_at(root, doubt.at), doubt.message, doubt.help, code=doubt.code)


def _unnamed(policy: Policy, root: Node) -> Iterator[Doubt]:
    """Doubt people whom the file names only in `people`."""
    entries = root.entries if isinstance(root, MappingNode) else {}
    others = (entry.value for key, entry in entries.items() if key != _PEOPLE)
    named = {scalar.text for part in others for scalar in scalars_in(part)}
    for name, person in policy.people.people.items():
        if name not in named and not person.machine:
            yield Doubt(
                (_PEOPLE, name),
                FindingCode.NOT_NAMED,
                f"nothing comes to {quoted(name)}: no team, level or trigger names them",
                "add them to a team",
            )
