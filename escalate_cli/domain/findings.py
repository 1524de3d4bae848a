"""Every finding of a ticket: each rule's cases, numbered by episode."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from escalate_cli.domain import triggers
from escalate_cli.domain.cycle import Cycle, Finding, both
from escalate_cli.domain.matching import matches
from escalate_cli.domain.policy import Rule


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


class _Episode(msgspec.Struct, frozen=True):
    """Unbroken time, and the times within it in which level and team matched too."""

    whole: Finding
    held: tuple[Finding, ...]


def cases(ticket_id: str, cycle: Cycle, rules: tuple[Rule, ...]) -> Iterator[Case]:
    """Yield the cases of every rule in one cycle, rule by rule.

    An episode is an unbroken time in which the trigger's condition holds for one cause and the
    rule's `when` holds, read without level and team: a rule's own move ends no episode, and a
    manual move back begins none.
    """
    parts = cycle.by_policy()
    for order, rule in enumerate(rules):
        for number, episode in enumerate(_episodes(rule.name, cycle, parts), 1):
            if episode.held:
                finding = replace(episode.held[0], until=episode.held[-1].until)
                key = f"{ticket_id}:{cycle.number}:{rule.name}:{number}"
                yield Case(key=key, rule=rule, order=order, finding=finding)


def _episodes(name: str, cycle: Cycle, parts: Sequence[Cycle]) -> list[_Episode]:
    """Return the episodes of a rule through every policy version that has it."""
    found: list[_Episode] = []
    for part in parts:
        rule = next((r for r in part.stretches[0].policy.rules if r.name == name), None)
        for episode in _in_part(rule, cycle, part) if rule else ():
            last = found[-1] if found else None
            if last and last.whole.until == episode.whole.since == part.since:
                whole = replace(last.whole, until=episode.whole.until)
                found[-1] = _Episode(whole, last.held + episode.held)
            else:
                found.append(episode)
    return found


def _in_part(rule: Rule, cycle: Cycle, part: Cycle) -> Iterator[_Episode]:
    """Yield a rule's episodes under one version of the policy.

    The trigger looks at the whole cycle, so that what began before that version still counts; the
    rule's own conditions hold in its part only, so that nothing reaches back.
    """
    lasting = rule.when.lasting()
    spans = list(part.spans(lambda ticket: matches(lasting, ticket)))
    if not spans:
        return
    at_level = spans
    if lasting != rule.when:
        at_level = list(part.spans(lambda ticket: matches(rule.when, ticket)))
    for finding in trigger_of(rule).findings(cycle):
        for span in spans:
            whole = both(finding, span)
            if whole is not None:
                held = (both(whole, span) for span in at_level)
                yield _Episode(whole, tuple(time for time in held if time is not None))


def trigger_of(rule: Rule) -> triggers.Trigger:
    """Return the trigger of a rule, with its settings."""
    return _trigger(rule.type, rule.settings)


@lru_cache(maxsize=256)
def _trigger(type_name: str, settings: str) -> triggers.Trigger:
    return triggers.build(type_name, settings)
