"""The figures of a report as JSON names them."""

from typing import Final

from escalate_cli.domain.figures.clock_figures import ClockFigures
from escalate_cli.domain.figures.level_figures import LevelFigures
from escalate_cli.domain.figures.period_figures import PeriodFigures, ResponseFigures
from escalate_cli.domain.figures.tickets_behind import Behind
from escalate_cli.domain.figures.worst_breaches import WorstBreach
from escalate_cli.render.parts.data.json_values import Fields, document, documents, stored

TICKETS: Final = stored("n=tickets", "open", "imported")
OFTEN: Final = stored("n", "tickets")
_SPREAD: Final = stored(
    "n", "mean_seconds=mean", "median_seconds=median", "p90_seconds=p90", "longest_seconds=longest"
)
CLOCK: Final[Fields[ClockFigures]] = {
    **stored("clock", "runs", "judged", "met", "breached", "breached_open", "running", "dropped"),
    **stored("no_target", "excused", "met_share", "target_seconds=target"),
    "elapsed": lambda clock: document(_SPREAD, clock.elapsed),
}
LEVEL: Final[Fields[LevelFigures]] = {
    **stored("level", "visits", "still_there", "spent_seconds=spent", "share=of_all"),
    "each": lambda level: document(_SPREAD, level.each),
}
RULE: Final = stored(
    *("trigger", "kind", "n", "tickets", "acted", "nobody_acted", "pending"),
    *("lapsed", "superseded", "satisfied", "unanswered"),
)
_MEANS: Final = stored("mtta_seconds=mtta.mean", "mttr_seconds=mttr.mean")
RESPONSES: Final[Fields[ResponseFigures]] = {
    **stored("given", "answered", "handed_on", "resolved", "open"),
    "elapsed": lambda responses: document(_SPREAD, responses.elapsed),
}
FIGURES: Final[Fields[PeriodFigures]] = {
    "tickets": lambda figures: document(TICKETS, figures),
    "clocks": lambda figures: documents(CLOCK, figures.clocks),
    **_MEANS,
    "escalations": lambda figures: {
        **document(OFTEN, figures.escalations),
        "by_ladder": documents(stored("ladder", "mode", "n"), figures.by_ladder),
        "by_trigger": documents(stored("kind", "trigger", "n"), figures.by_trigger),
    },
    "triggers": lambda figures: documents(RULE, figures.rules),
    "levels": lambda figures: documents(LEVEL, figures.levels),
    "reopenings": lambda figures: document(OFTEN, figures.reopenings),
    "returns": lambda figures: document(OFTEN, figures.returns),
    "complaints": lambda figures: document(OFTEN, figures.complaints),
    "repeat_complaints": lambda figures: document(OFTEN, figures.repeat_complaints),
    **stored("reviews"),
}
PERIOD: Final = stored("since", "until", "by", "dated_by=by", "per", "group_by")
_USED: Final = stored("level", "spent_seconds=spent")
WORST: Final[Fields[WorstBreach]] = {
    **stored("ticket", "title", "priority", "clock", "over_seconds=over", "still_owed", "cause"),
    "used": lambda worst: documents(_USED, worst.used),
}
PART: Final = stored("logged", "resolved", "backlog")
HOUR: Final = stored("weekday", "hour", "n")
BEHIND: Final[Fields[Behind]] = {
    **stored("section=of.section", "name=of.name", "figure=of.figure", "n"),
    "tickets": lambda behind: [{"ticket": ticket, "n": n} for ticket, n in behind.tickets],
}
