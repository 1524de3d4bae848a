"""Doubts about triggers that never speak, and about settings that do nothing."""

from collections.abc import Iterator

from escalate_cli.domain.doubts.clocks import Timed, rows_in_force, timed
from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.engine.triggers import WORKED, cases_of
from escalate_cli.domain.policy.doubt import Doubt
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.rules import Rule, Rules
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.time.duration import format_duration


def doubts(rules: Rules, possible: Possible) -> Iterator[Doubt]:
    """Yield what a trigger says and what never comes of it."""
    watching = {each.place: each for each in timed(rules)}
    for place, rule in enumerate(rules.triggers):
        if possible.any([rule.when]):
            yield from _speechless(place, rule, watching.get(place), possible)
            yield from _kept_priority(place, rule, possible)
            yield from _unread_message(place, rule)
    for each in watching.values():
        yield from _early(each, rules, possible)


def _speechless(place: int, rule: Rule, watch: Timed | None, possible: Possible) -> Iterator[Doubt]:
    """Doubt a trigger whose `when` excludes all tickets about which its type ever speaks."""
    ends = watch is not None and watch.clock != ClockName.NEXT_RESPONSE
    cases = WORKED if ends else cases_of(rule.type)
    if not possible.any([rule.when, cases]):
        yield Doubt(
            ("triggers", place, "when"),
            FindingCode.NEVER_SPEAKS,
            f"trigger '{rule.name}' never speaks: it finds cases of {cases.wording}, and is for"
            f" {rule.when.wording}",
            "leave out what excludes its cases, or the trigger",
        )


def _kept_priority(place: int, rule: Rule, possible: Possible) -> Iterator[Doubt]:
    """Look for a priority that all its tickets have already."""
    if rule.set_priority is None:
        return
    others = Condition(field="priority", values=(rule.set_priority,), negated=True)
    if not possible.any([rule.when, When((others,))]):
        yield Doubt(
            ("triggers", place, "set_priority"),
            FindingCode.IDLE_SETTING,
            f"trigger '{rule.name}' sets {rule.set_priority}, which all its tickets are already",
            "name another priority, or leave it out",
        )


def _unread_message(place: int, rule: Rule) -> Iterator[Doubt]:
    """Look for a text for nobody."""
    if rule.message is not None and not rule.notify:
        yield Doubt(
            ("triggers", place, "message"),
            FindingCode.IDLE_SETTING,
            f"trigger '{rule.name}' has a message, and notifies nobody",
            "say whom it notifies, or leave it out",
        )


def _early(each: Timed, rules: Rules, possible: Possible) -> Iterator[Doubt]:
    """Look for a time before due that is longer than a whole target."""
    left = each.trigger.at.before_due
    if left is None:
        return
    for row in rows_in_force(rules, each.clock, each.rule.when, possible):
        within = row.rule.within[each.clock]
        if left >= within:
            yield Doubt(
                ("triggers", each.place, "at"),
                FindingCode.IDLE_SETTING,
                f"trigger '{each.rule.name}' speaks at once, as {each.clock} is due after"
                f" {format_duration(within, days=False)} (row {row.place + 1})",
                "let it speak later, or tell those tickets apart",
            )
            return
