"""Names that the policy gives: people, levels, priorities and the like."""

# ruff: noqa: PLC0415 - whoever asks for a word of no policy loads none
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from escalate_cli.cli.completion.store_meant import store_meant

if TYPE_CHECKING:
    from escalate_cli.domain.policy.policy import Policy


def policy_of(options: Mapping[str, str]) -> "Policy":
    """Return the policy that a command with these options goes by; what is to say stays unsaid."""
    from escalate_cli.invocation import Invocation
    from escalate_cli.wiring import Wiring

    meant = store_meant(options)
    store = meant.server or (str(meant.folder) if meant.is_named else None)
    settings = Invocation(store=store, policy=options.get("--policy"))
    run = Wiring(settings, stderr=io.StringIO())
    if meant.server is None:
        return run.policy
    from escalate_cli.cli.completion.patience import in_time

    return in_time(lambda: run.policy)


def _skills(policy: "Policy") -> Iterator[str]:
    for person in policy.people.people.values():
        yield from person.skills
    for team in policy.people.teams.values():
        yield from team.skills


def _alone(names: Iterable[str]) -> dict[str, str]:
    return dict.fromkeys(names, "")


NAMES: Final[Mapping[str, Callable[["Policy"], Mapping[str, str]]]] = {
    "channel": lambda policy: _alone(policy.people.channels),
    "customer": lambda policy: _alone(policy.people.customers),
    "impact": lambda policy: _alone(policy.rules.matrix),
    "level": lambda policy: {each.id: each.name for each in policy.rules.functional},
    "management": lambda policy: {each.id: each.name for each in policy.rules.management},
    "outcome": lambda policy: _alone(policy.rules.outcomes),
    "person": lambda policy: {each.id: each.name for each in policy.people.people.values()},
    "priority": lambda policy: _alone(policy.rules.priorities),
    "skill": lambda policy: _alone(_skills(policy)),
    "team": lambda policy: {
        each.id: ", ".join(each.members) for each in policy.people.teams.values()
    },
    "to": lambda policy: {
        each.id: each.name for each in (*policy.rules.functional, *policy.rules.management)
    },
    "urgency": lambda policy: _alone(
        urgency for row in policy.rules.matrix.values() for urgency in row
    ),
}
"""By kind, the names of it, each with what is to be said of it; `to` is where a ticket can go."""
