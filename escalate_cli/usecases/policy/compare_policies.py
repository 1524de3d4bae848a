"""Comparing two policies: what changed in meaning, however it is written."""

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import fields, replace

from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.policy.people import People, Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.policy_key import key_of
from escalate_cli.usecases.policy.calendar_meaning import calendars_of, names_in_common
from escalate_cli.usecases.policy.duty_changes import duty_changes
from escalate_cli.usecases.policy.policy_meaning import NO_KEYS, NOTHING, Form, PolicyMeaning, table
from escalate_cli.usecases.policy.rule_changes import target_changes, trigger_changes
from escalate_cli.usecases.policy.value_changes import Change, changes

_ELSEWHERE = NO_KEYS | {"targets", "triggers", "teams", "calendars"}
"""What is compared in a way of its own."""


def compared(old: Policy, new: Policy, now: datetime) -> Iterator[Change]:
    """Yield what differs, part by part; duty is compared from an instant on."""
    possible = Possible(old.rules, new.rules)
    names = names_in_common(old.rules, new.rules)
    was, becomes = (PolicyMeaning(possible, new.people.timezone, each) for each in names)
    yield from _rest(old.rules, new.rules, was, becomes)
    calendars = [
        calendars_of(each.rules, called) for each, called in zip((old, new), names, strict=True)
    ]
    yield from changes("calendars", "", calendars[0], calendars[1])
    yield from target_changes(old.rules, new.rules, names, possible)
    yield from trigger_changes(old.rules, new.rules, was, becomes)
    yield from _rest(old.people, new.people, was, becomes)
    yield from _teams(old.people, new.people, was, becomes)
    for team in old.people.teams:
        if team in new.people.teams:
            yield from duty_changes(team, old.people, new.people, now)
    yield from _inherited_quiet(old.people, new.people)


def _rest(
    old: Rules | People, new: Rules | People, was: PolicyMeaning, becomes: PolicyMeaning
) -> Iterator[Change]:
    """Compare every part that is not compared in a way of its own, also those yet to come."""
    before, after = was.struct(old).parts or {}, becomes.struct(new).parts or {}
    for field in fields(old):
        if field.name not in _ELSEWHERE:
            key = key_of(field)
            yield from changes(key, "", before[key], after[key])


def _teams(
    old: People, new: People, was: PolicyMeaning, becomes: PolicyMeaning
) -> Iterator[Change]:
    """Compare teams but for their plans, which say who is on duty in more than one way."""
    for name in dict.fromkeys((*old.teams, *new.teams)):
        before, after = old.teams.get(name), new.teams.get(name)
        planned = before is None or after is None
        forms = _team(before, was, planned=planned), _team(after, becomes, planned=planned)
        yield from changes("teams", name, *forms)


def _team(team: Team | None, meaning: PolicyMeaning, *, planned: bool) -> Form:
    if team is None:
        return NOTHING
    hours = None if team.hours == ALWAYS else team.hours
    whole = meaning.struct(replace(team, hours=hours))
    if planned:
        return whole
    return table({key: form for key, form in (whole.parts or {}).items() if key != "duty"})


def _inherited_quiet(old: People, new: People) -> Iterator[Change]:
    """Say who has the quiet hours of another team, where the order of teams alone decides."""
    for name in old.people:
        if name in new.people:
            was, becomes = (_quiet_teams(name, each) for each in (old, new))
            if was[:1] != becomes[:1] and {*was} == {*becomes}:
                yield Change("people", name, "quiet", f"that of {was[0]}", f"that of {becomes[0]}")


def _quiet_teams(name: str, people: People) -> list[str]:
    """Return the teams with quiet hours of a person who has none of their own."""
    if people.people[name].quiet is not None:
        return []
    return [t.id for t in people.teams.values() if t.quiet is not None and name in t.members]
