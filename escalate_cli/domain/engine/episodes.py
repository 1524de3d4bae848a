"""The episodes of each rule: when it came to be true, at the level that it asks for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, partial

import msgspec
from msgspec.structs import replace

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.engine.intervals import Cycle, Finding, both, cycles
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.rules import Rule, Rules
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.ticket.matching import matches
from escalate_cli.domain.ticket.timeline import Step


class RuleEpisodes(msgspec.Struct, frozen=True):
    """The episodes of one rule in one cycle, in the order of time.

    An episode is an unbroken time in which the trigger's condition holds for one cause and the
    rule's `when` holds, read without level and team: a rule's own move ends no episode, and a
    manual move back begins none. One that never met its level is left out.

    Attributes:
        order: the place of the rule in the policy.
        episodes: their whole time.
        findings: of each, the time from when level and team matched first until they did last.
    """

    cycle: int
    order: int
    rule: Rule
    episodes: Sequence[Finding]
    findings: Sequence[Finding]


class _Episode(msgspec.Struct, frozen=True):
    """Unbroken time, and the times within it in which level and team matched too."""

    whole: Finding
    held: tuple[Finding, ...]


def episodes_of_rules(
    steps: Sequence[Step], rules: Rules, people: People, horizon: datetime | None = None
) -> list[RuleEpisodes]:
    """Return the episodes of each rule that has some, cycle by cycle and rule by rule.

    Those that begin after a horizon may be left out.
    """
    return [found for cycle in cycles(steps, people, horizon) for found in _of_cycle(cycle, rules)]


class _UnderPolicy(msgspec.Struct, frozen=True):
    """A cycle as a version of the policy looks at it, and its time under that version.

    Attributes:
        whole_cycle: what triggers look at, so that what began before that version still counts.
        own: the time in which the rules' own conditions hold, so that nothing reaches back.
        whole: all of that time.
        rules: those of that version, by the names that keys bear.
    """

    whole_cycle: Cycle
    own: Cycle
    whole: Sequence[Finding]
    rules: Mapping[str, Rule]

    def ever(self, when: When) -> bool:
        """Tell whether there is a time in which every condition is true."""
        return not when.conditions or any(
            matches(when, stretch.ticket) for stretch in self.own.stretches
        )

    def times(self, when: When) -> Sequence[Finding]:
        """Return the times in which every condition is true."""
        return list(self.own.spans(partial(matches, when))) if when.conditions else self.whole


def _of_cycle(cycle: Cycle, rules: Rules) -> Iterator[RuleEpisodes]:
    parts = [
        _UnderPolicy(replace(cycle, rules=own.rules), own, (own.whole,), own.rules.by_key_name)
        for own in cycle.to_the_end().by_policy()
    ]
    for order, (name, rule) in enumerate(rules.by_key_name.items()):
        found = _through(parts, name)
        if found and (in_force := [each for each in found if each.held]):
            wholes = [each.whole for each in in_force]
            findings = [_from_first_to_last(each.held) for each in in_force]
            yield RuleEpisodes(cycle.number, order, rule, wholes, findings)


def _from_first_to_last(held: Sequence[Finding]) -> Finding:
    """Return the time from the first to the last of some."""
    return held[0] if len(held) == 1 else replace(held[0], until=held[-1].until)


def _through(parts: Iterable[_UnderPolicy], name: str) -> list[_Episode]:
    """Return the episodes of a rule through every policy version that has it."""
    found: list[_Episode] = []
    for part in parts:
        rule = part.rules.get(name)
        for episode in _in_part(rule, part) if rule is not None else ():
            if found and _goes_on(found[-1].whole, episode.whole, part.own.since):
                whole = replace(found[-1].whole, until=episode.whole.until)
                found[-1] = _Episode(whole, found[-1].held + episode.held)
            else:
                found.append(episode)
    return found


def _goes_on(before: Finding, after: Finding, applied_at: datetime) -> bool:
    """Tell whether it is one episode: of one cause, or cut only by a change of policy."""
    if after.cause:
        return before.cause == after.cause
    return before.until == after.since == applied_at


def _in_part(rule: Rule, part: _UnderPolicy) -> Iterable[_Episode]:
    """Return a rule's episodes under one version of the policy.

    Most rules have no case: when the conditions hold is asked only where they ever do, and there
    is one.
    """
    if not part.ever(rule.when.lasting):
        return ()
    found = list(trigger_of(rule).findings(part.whole_cycle))
    return _episodes(rule.when, found, part) if found else ()


def _episodes(when: When, found: Iterable[Finding], part: _UnderPolicy) -> Iterator[_Episode]:
    """Yield the times of findings in which the conditions hold."""
    lasting = when.lasting
    spans = part.times(lasting)
    at_level = None if lasting == when else part.times(when)
    for finding in found:
        for span in spans:
            whole = both(finding, span)
            if whole is None:
                continue
            if at_level is None:  # it asks for neither level nor team
                yield _Episode(whole, (whole,))
            else:
                held = (both(whole, span) for span in at_level)
                yield _Episode(whole, tuple(time for time in held if time is not None))


def trigger_of(rule: Rule) -> triggers.Trigger:
    """Return the trigger of a rule, with its settings."""
    return _trigger(rule.type, rule.settings)


@cache
def _trigger(type_name: str, settings: str) -> triggers.Trigger:
    """Make a trigger once: every ticket asks each rule in turn, so that a limit would keep none."""
    return triggers.build(type_name, settings)
