"""Doubts about clocks: targets in the wrong order, rules that come too late or never."""

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from functools import partial

import msgspec

from escalate_cli.domain.doubts.possible import Possible
from escalate_cli.domain.policy.doubt import Doubt
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.rules import Rule, Rules
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.target import Target, TargetRule
from escalate_cli.domain.ticket.clock.threshold import Threshold
from escalate_cli.domain.time.duration import format_duration

_BEFORE_RESOLVE = (ClockName.FIRST_RESPONSE, ClockName.ACKNOWLEDGE)


class Watch(msgspec.Struct, frozen=True):
    """The settings of a trigger of the type `clock`."""

    clock: ClockName
    at: Threshold


class Timed(msgspec.Struct, frozen=True):
    """A rule that watches a clock, by its place among the triggers."""

    place: int
    rule: Rule
    trigger: Watch

    @property
    def clock(self) -> str:
        """Return the name of that clock."""
        return self.trigger.clock

    def needs(self, row: TargetRule) -> timedelta | None:
        """Return how far the clock must have run, where a row gives its target."""
        within = row.within[self.clock]
        return self.trigger.at.of(Target(within=within, calendar=row.calendar))


class RowInForce(msgspec.Struct, frozen=True):
    """A row of targets, by its place, and the conditions of those above it with the same clock."""

    place: int
    rule: TargetRule
    above: tuple[When, ...]


def timed(rules: Rules) -> Iterator[Timed]:
    """Yield the rules that watch a clock."""
    for place, rule in enumerate(rules.triggers):
        if rule.type == "clock":
            yield Timed(place, rule, msgspec.json.decode(rule.settings, type=Watch))


def rows_in_force(
    rules: Rules,
    clock: str,
    when: When,
    possible: Possible,
    wanted: Callable[[TargetRule], bool] = lambda _: True,
) -> Iterator[RowInForce]:
    """Yield the rows that give a clock its target for some of the tickets that match.

    Of which of them is wanted, that is looked at first: it costs less than what is possible.
    """
    giving = [(place, row) for place, row in enumerate(rules.targets) if clock in row.within]
    for number, (place, row) in enumerate(giving):
        if wanted(row):
            above = tuple(each.when for _, each in giving[:number])
            if possible.any([when, row.when], above):
                yield RowInForce(place, row, above)


def doubts(rules: Rules, possible: Possible) -> Iterator[Doubt]:
    """Yield what is doubtful about targets, and about the rules that watch their clocks."""
    yield from _slower_than_resolve(rules, possible)
    watching = [each for each in timed(rules) if possible.any([each.rule.when])]
    yield from _slow_ladder(rules, watching, possible)
    for each in watching:
        rows = list(rows_in_force(rules, each.clock, each.rule.when, possible))
        if not rows and each.trigger.at.spent is None:
            yield Doubt(
                ("triggers", each.place, "clock"),
                FindingCode.CLOCK_WITHOUT_TARGET,
                f"trigger '{each.rule.name}' never speaks: no target gives its tickets"
                f" {each.clock}",
                f"add {each.clock} to a row of targets, or write a time such as at: 1h",
            )
        yield from _late_move(each, rows, watching, possible)
        yield from _long_repeat(each, rows)


def _slower_than_resolve(rules: Rules, possible: Possible) -> Iterator[Doubt]:
    """Look for answers that are due after the solution."""
    for clock in _BEFORE_RESOLVE:
        for row in rows_in_force(rules, clock, When(), possible):
            within, calendars = row.rule.within[clock], {row.rule.calendar, ALWAYS}
            earlier = partial(_is_earlier, within=within, calendars=calendars)
            for other in rows_in_force(rules, ClockName.RESOLVE, row.rule.when, possible, earlier):
                resolve = other.rule.within[ClockName.RESOLVE]
                whens = [row.rule.when, other.rule.when]
                if possible.any(whens, (*row.above, *other.above)):
                    yield Doubt(
                        ("targets", row.place, clock),
                        FindingCode.AFTER_RESOLVE,
                        f"{clock} may take {_said(within)}, and resolve is due after"
                        f" {_said(resolve)} (row {other.place + 1})",
                        f"give {clock} less time than resolve",
                    )
                    break


def _is_earlier(row: TargetRule, within: timedelta, calendars: Collection[str]) -> bool:
    """Tell whether a row wants the solution before a length of time, in comparable hours."""
    return row.within[ClockName.RESOLVE] < within and row.calendar in calendars


def _slow_ladder(rules: Rules, watching: list[Timed], possible: Possible) -> Iterator[Doubt]:
    """Look for levels that each have so much time that the highest is reached too late."""
    moves = len(rules.functional) - 1
    for each in watching:
        if each.clock != ClockName.LEVEL or each.rule.escalate != "next":
            continue
        for row in rows_in_force(rules, ClockName.LEVEL, each.rule.when, possible):
            needed = (each.needs(row.rule) or timedelta()) * moves
            for other in rows_in_force(rules, ClockName.RESOLVE, row.rule.when, possible):
                resolve = other.rule.within[ClockName.RESOLVE]
                if other.rule.calendar == row.rule.calendar and needed > resolve:
                    yield Doubt(
                        ("targets", row.place, "level"),
                        FindingCode.SLOW_LADDER,
                        f"the highest level is reached after {_said(needed)}, and resolve is due"
                        f" after {_said(resolve)} (row {other.place + 1})",
                        "give each level less time",
                    )
                    break


def _late_move(
    each: Timed, rows: list[RowInForce], watching: list[Timed], possible: Possible
) -> Iterator[Doubt]:
    """Look for a move at a time that is after due, where no other one comes before."""
    if not each.rule.escalate or each.trigger.at.spent is None:
        return
    for row in rows:
        within = row.rule.within[each.clock]
        sooner = [
            other.rule.when
            for other in watching
            if other.clock == each.clock
            and other.rule.escalate
            and (other.needs(row.rule) or timedelta()) <= within
        ]
        tickets = [each.rule.when, row.rule.when]
        if each.trigger.at.spent > within and possible.any(tickets, (*row.above, *sooner)):
            yield Doubt(
                ("triggers", each.place, "at"),
                FindingCode.SLOW_LADDER,
                f"trigger '{each.rule.name}' moves tickets after {each.trigger.at}, and their"
                f" {each.clock} is due after {_said(within)} (row {row.place + 1})",
                "let it speak before, or at 100%",
            )
            return


def _long_repeat(each: Timed, rows: list[RowInForce]) -> Iterator[Doubt]:
    """Look for reminders that begin before the clock is due and go on after that."""
    repeat = each.rule.repeat
    if repeat is None or not each.rule.notify:
        return
    for row in rows:
        within = row.rule.within[each.clock]
        begins = each.needs(row.rule) or within
        ends = None if repeat.times is None else begins + repeat.every * repeat.times
        if begins < within and (ends is None or ends > within):
            until = "without end" if ends is None else f"until {_said(ends)}"
            yield Doubt(
                ("triggers", each.place, "repeat"),
                FindingCode.LONG_REPEAT,
                f"reminders go on {until}, and {each.clock} is due after {_said(within)}"
                f" (row {row.place + 1})",
                "let them end before that, and another trigger speak at 100%",
            )
            return


def _said(length: timedelta) -> str:
    return format_duration(length, days=False)
