"""Every finding of a ticket: each rule's cases, numbered by episode."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

import msgspec
from msgspec.structs import replace

from escalate_cli.domain import triggers
from escalate_cli.domain.cycle import Cycle, Finding, both
from escalate_cli.domain.matching import matches
from escalate_cli.domain.policy import Rule, When


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One rule's finding in one episode: what a decision is about.

    Attributes:
        key: ticket, cycle, rule and episode; the repeat number is added when it is decided.
        order: the place of the rule in the policy.
    """

    key: str
    rule: Rule
    order: int
    finding: Finding


def cases(ticket_id: str, cycle: Cycle, rules: tuple[Rule, ...]) -> Iterator[Case]:
    """Yield the cases of every rule in one cycle, rule by rule.

    An episode is an unbroken time in which the trigger's condition holds for one cause and the
    rule's `when` holds, read without level and team: a rule's own move ends no episode, and a
    manual move back begins none.
    """
    for order, rule in enumerate(rules):
        for number, episode in enumerate(_episodes(rule.name, cycle), 1):
            finding = _at_level(episode, rule.when, cycle)
            if finding is not None:
                key = f"{ticket_id}:{cycle.number}:{rule.name}:{number}"
                yield Case(key=key, rule=rule, order=order, finding=finding)


def _episodes(name: str, cycle: Cycle) -> list[Finding]:
    """Return the episodes of a rule through every policy version that has it."""
    found: list[Finding] = []
    for _, group in groupby(cycle.stretches, key=lambda s: s.policy.id):
        part = Cycle(cycle.number, tuple(group))
        rule = next((r for r in part.stretches[0].policy.rules if r.name == name), None)
        for episode in _in_part(rule, part) if rule else ():
            goes_on = found and found[-1].until == episode.since == part.since
            if goes_on:
                found[-1] = replace(found[-1], until=episode.until)
            else:
                found.append(episode)
    return found


def _in_part(rule: Rule, part: Cycle) -> Iterator[Finding]:
    """Yield a rule's episodes under one version of the policy."""
    lasting = rule.when.lasting()
    spans = list(part.spans(lambda ticket: matches(lasting, ticket)))
    if not spans:
        return
    for finding in trigger_of(rule).findings(part):
        for span in spans:
            episode = both(finding, span)
            if episode is not None:
                yield episode


def _at_level(episode: Finding, when: When, cycle: Cycle) -> Finding | None:
    """Narrow an episode to the time in which level and team match too."""
    if len(when.lasting().conditions) == len(when.conditions):
        return episode
    spans = cycle.spans(lambda ticket: matches(when, ticket))
    held = [both(episode, span) for span in spans]
    times = [finding for finding in held if finding is not None]
    return replace(times[0], until=times[-1].until) if times else None


def trigger_of(rule: Rule) -> triggers.Trigger:
    """Return the trigger of a rule, with its settings."""
    return _trigger(rule.type, rule.settings)


@lru_cache(maxsize=256)
def _trigger(type_name: str, settings: str) -> triggers.Trigger:
    return triggers.build(type_name, settings)
