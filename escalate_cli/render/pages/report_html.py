"""The report as one page: the sentence, four figures, charts with their numbers, what hurt."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

import msgspec

from escalate_cli.domain.figures.clock_figures import ClockFigures
from escalate_cli.domain.figures.period_figures import PeriodFigures
from escalate_cli.domain.figures.rule_figures import Fate, RuleFigures
from escalate_cli.domain.policy.sections.clock_name import ClockName
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.render.pages.charts import band_chart, bar_chart, heat_map
from escalate_cli.render.pages.html import html_of
from escalate_cli.render.parts.words.report_sections import EVERY, Shown
from escalate_cli.render.parts.words.report_sentences import (
    breached_share,
    left_out_reasons,
    missed_left_out,
    sentences,
)
from escalate_cli.render.parts.words.time_text import WEEKDAYS, Wall, largest, length_of, spell
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.insight.report import Report

Turn = Literal["better", "worse", ""]


class Headline(msgspec.Struct, frozen=True):
    """One of the four figures on top, and how it compares with the period before.

    Attributes:
        turn: whether that is for the better; nothing where it is neither.
    """

    value: str
    label: str
    change: str = ""
    turn: Turn = ""


class RuleRow(msgspec.Struct, frozen=True):
    """How often a rule, or people, moved tickets up, and what came of its decisions.

    Attributes:
        rule: nothing of people, and of a rule whose decisions are dated elsewhere.
    """

    kind: str | None
    trigger: str | None
    moves: int
    rule: RuleFigures | None


def report_html(report: Report, wall: Wall, shown: Shown = EVERY) -> str:
    """Return the report as a page; its times are local ones."""
    figures, period = report.figures, report.period
    by = period.group_by or ""
    last = period.until - timedelta.resolution  # a period ends before its end
    groups = [(group.name or "-", _resolve(group.figures)) for group in report.groups]
    return html_of(
        "report.html",
        title=f"Escalations, {wall.day(period.since)} to {wall.day(last)}",
        zone=period.zone,
        dated_by=period.by,
        sentences=list(sentences(report)),
        headlines=list(_headlines(report)),
        figures=figures,
        per=period.per,
        shares=bar_chart([(wall.date(p.since), breached_share(p.figures)) for p in report.parts]),
        parts=[(wall.date(part.since), part) for part in report.parts],
        by=by,
        people=report.groups,
        times=band_chart(groups),
        heat=heat_map(report.hours),
        climbed=sum(hour.n for hour in report.hours),
        weekdays=WEEKDAYS,
        level_most=max((level.spent for level in figures.levels), default=None),
        worst=report.worst,
        shown=shown,
        rules=_rules(figures),
        fates=[fate for fate in Fate if any(getattr(rule, fate) for rule in figures.rules)],
        behind=[each for each in report.behind or () if shown.shows(each.of.section)],
        left_out=left_out_reasons(report.left_out, period.by),
        missed=missed_left_out(report.missed),
        later=report.later,
        made_at=wall.moment(report.now),
        clock_name=spaced,
        length=length_of,
        rough=lambda length: "-" if length is None else largest(length, days=False),
        percent=lambda part: "-" if part is None else f"{part:.0%}",
        text=one_line,
    )


def _rules(figures: PeriodFigures) -> list[RuleRow]:
    moves = {(move.kind, move.trigger): move.n for move in figures.by_trigger}
    rules: dict[tuple[str | None, str | None], RuleFigures] = {
        (rule.kind, rule.trigger): rule for rule in figures.rules
    }
    return [
        RuleRow(kind, trigger, moves.get((kind, trigger), 0), rules.get((kind, trigger)))
        for kind, trigger in dict.fromkeys((*moves, *rules))
    ]


def _resolve(figures: PeriodFigures) -> ClockFigures:
    return next(each for each in figures.clocks if each.clock == ClockName.RESOLVE)


def _headlines(report: Report) -> Iterator[Headline]:
    figures = report.figures
    before = report.before.figures if report.before and report.before.figures.tickets else None
    resolved = figures.tickets - figures.open
    former = before.tickets - before.open if before else None
    yield Headline(str(resolved), f"resolved of {figures.tickets}", _more(resolved, former))
    part, was = breached_share(figures), breached_share(before) if before else None
    yield Headline(
        "-" if part is None else f"{part:.0%}",
        f"breached ({figures.breached} of {figures.judged})",
        *_points(part, was),
    )
    took = _resolve(figures)
    yield Headline(
        "-" if took.elapsed.p90 is None else spell(took.elapsed.p90, days=False),
        f"90 % were resolved within (n = {took.elapsed.n})",
        f"target {spell(took.target, days=False)}" if took.target else "",
    )
    climbed = figures.escalations.n
    climbed_before = before.escalations.n if before else None
    yield Headline(
        str(climbed),
        f"escalations of {figures.escalations.tickets} tickets",
        _more(climbed, climbed_before),
        _turn(climbed, climbed_before),
    )


def _more(n: int, before: int | None) -> str:
    if before is None:
        return ""
    return "as many as before" if n == before else f"{n - before:+d} on the period before"


def _points(part: float | None, before: float | None) -> tuple[str, Turn]:
    if part is None or before is None:
        return "", ""
    points = round(100 * part) - round(100 * before)
    said = f"{points:+d} points on the period before" if points else "as before"
    return said, _turn(points, 0)


def _turn(n: int, before: int | None) -> Turn:
    """Less of what is not wanted is better."""
    if before is None or n == before:
        return ""
    return "better" if n < before else "worse"
