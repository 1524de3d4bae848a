"""The report as one page: the sentence, four figures, charts with their numbers, what hurt."""

from datetime import timedelta

import msgspec

from escalate_cli.domain.figures.period_figures import PeriodFigures
from escalate_cli.domain.figures.rule_figures import Fate, RuleFigures
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.render.pages.charts import band_chart, bar_chart, heat_map
from escalate_cli.render.pages.html import html_of
from escalate_cli.render.parts.words.report_headlines import (
    headlines,
    nothing_before,
    resolve_clock,
)
from escalate_cli.render.parts.words.report_sections import EVERY, Shown
from escalate_cli.render.parts.words.report_sentences import (
    breached_share,
    left_out_reasons,
    missed_left_out,
    sentences,
)
from escalate_cli.render.parts.words.time_text import WEEKDAYS, Wall, length_of
from escalate_cli.sanitize import one_line
from escalate_cli.usecases.insight.report import Report


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
    groups = [(group.name or "-", resolve_clock(group.figures)) for group in report.groups]
    return html_of(
        "report.html",
        title=f"Escalations, {wall.day(period.since)} to {wall.day(last)}",
        zone=period.zone,
        dated_by=period.by,
        sentences=[*sentences(report), *filter(None, [nothing_before(report)])],
        headlines=list(headlines(report)),
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
