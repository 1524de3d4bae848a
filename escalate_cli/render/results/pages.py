"""Results that are a page to a person and a document to a program."""

# ruff: noqa: PLC0415 - start-up time: each look is imported by the result that needs it
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, TextIO, TypeVar

from escalate_cli.invocation import Invocation
from escalate_cli.render.parts.data_writer import DataWriter
from escalate_cli.render.parts.field_selection import select
from escalate_cli.render.parts.time_text import Wall
from escalate_cli.sanitize import one_line, sanitized

if TYPE_CHECKING:  # a command imports the one use case that it needs
    from escalate_cli.usecases.insight.forecast import Forecast
    from escalate_cli.usecases.insight.replay import Replay
    from escalate_cli.usecases.insight.report import Report
    from escalate_cli.usecases.insight.why import Explanation
    from escalate_cli.usecases.policy.policy_tests import PolicyTestRun

T = TypeVar("T")


class Pages:
    """Shows results on stdout, as pages, TSV or JSON; says the rest on stderr.

    Args:
        settings: the looks that were asked for.
        now: the instant that ages count from.
        zone: the IANA zone of local times, which only terminals show.
    """

    def __init__(
        self, settings: Invocation, stdout: TextIO, stderr: TextIO, now: datetime, zone: str
    ) -> None:
        self._settings = settings
        self._stderr = stderr
        self._out = DataWriter(settings, stdout)
        self._wall = Wall(now, zone)

    @property
    def is_table(self) -> bool:
        """Tell whether a person looks at the result."""
        return self._out.is_table

    def say(self, text: str) -> None:
        """Talk to the person, unless only the result was wanted."""
        if not self._settings.quiet:
            self._stderr.write(f"{sanitized(text)}\n")

    def complain(self, text: str) -> None:
        """Say on stderr that something failed, whatever was asked for."""
        self._stderr.write(f"escalate: error: {one_line(text)}\n")

    def document(self, document: Mapping[str, object] | Sequence[Mapping[str, object]]) -> None:
        """Show an odd result: one document, or several of the same fields."""
        if not document:
            self._out.nothing()
        elif not isinstance(document, Mapping):
            known = {name: itemgetter(name) for name in document[0]}
            self._out.records(document, known, tuple(known))
        elif self._out.is_json:
            self._out.json(select(document, self._settings.fields))
        elif self.is_table:
            self._out.card(document)
        else:
            self._out.pairs([document])

    def explanation(self, explained: "Explanation") -> None:
        """Show the arithmetic of the clocks, and what the triggers did."""
        from escalate_cli.render.results import why_page as e

        document = e.explanation_document(explained)
        self._page(document, lambda: e.show_explanation(self._out.console, explained, self._wall))

    def prospects(self, forecast: "Forecast") -> None:
        """Show what would happen if nobody acted."""
        from escalate_cli.render.results import forecast_page as p

        document = p.forecast_document(forecast)
        self._page(document, lambda: p.show_forecast(self._out.console, forecast, self._wall))

    def report(self, report: "Report") -> None:
        """Show what became of the tickets of a period."""
        from escalate_cli.render.results import report_document as r

        if self._out.is_data and not self._out.is_json:
            self._out.records(r.report_rows(report), r.ROW, tuple(r.ROW))
            return
        from escalate_cli.render.results.report_page import show_report

        document = r.report_document(report)
        self._page(document, lambda: show_report(self._out.console, report, self._wall))

    def replay(self, replay: "Replay", limit: int = 0) -> None:
        """Show what would have gone differently; a limit other than 0 holds on a page only."""
        from escalate_cli.render.results import replay_document as r

        if self._out.is_json:
            self.document(r.replay_document(replay))
        elif self._out.is_data:
            self._out.records(r.replay_rows(replay), r.ROW, tuple(r.ROW))
        else:
            from escalate_cli.render.results.replay_page import show_replay

            show_replay(self._out.console, replay, self._wall, limit)

    def policy_tested(self, tested: "PolicyTestRun") -> None:
        """Show how the tests of a policy went: a document, each failure, or each test."""
        from escalate_cli.render.results import policy_test_report as r

        if self._out.is_json:
            self.document(r.policy_test_document(tested, self._wall))
        elif self._out.is_data:
            self.document(r.failures(tested, self._wall))
        else:
            for line in r.lines(tested, self._wall, self._out.ink):
                self._out.line(line)
        for line in r.summary(tested):
            self.say(line)

    def _page(self, document: Mapping[str, object], show: Callable[[], None]) -> None:
        """Show a page to a person, and its document to everybody else."""
        if self._out.is_data:
            self.document(document)
        else:
            show()
