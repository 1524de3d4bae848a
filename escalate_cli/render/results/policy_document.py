"""A policy as it was understood, as one JSON document: what one file says, in its order."""

from typing import Any

from msgspec import to_builtins

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.calendars import ALWAYS

FIELDS = (
    *("id", "name", "timezone", "calendars", "priorities", "default_priority", "matrix"),
    *("people", "teams", "functional", "management", "customers", "targets", "rules", "messages"),
    *("review", "close_after", "after_resolution", "reopening", "reopen_within"),
    *("retain", "pauses", "at_risk", "catch_up"),
    *("channels", "subscriptions", "handoff_requires", "outcomes", "maintenance"),
)


def policy_document(policy: Policy) -> dict[str, Any]:
    """Return what tickets keep and who is there today side by side."""
    rules, people = (to_builtins(half, str_keys=True) for half in (policy.rules, policy.people))
    both = people | rules
    for calendar in both["calendars"].values():
        del calendar["easters"]
    for name in ("close_after", "reopen_within"):
        delay = both[name]
        if delay and delay["calendar"] == ALWAYS:
            both[name] = delay["after"]
    return {name: both[name] for name in FIELDS}
