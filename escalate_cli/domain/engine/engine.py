"""The one evaluator: decide everything that is due on a ticket, once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from escalate_cli.domain.engine.agenda import Agenda
from escalate_cli.domain.engine.decision import Outcome
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.ticket.history import History

NEXT_RUN = timedelta(minutes=1)
"""How long a forecast lets what one run left over wait for the next one."""


class Engine:
    """Decides by the people of today what the policy does with one ticket; its history grows by it.

    Whoever asks about one ticket more than once asks the same engine, which need not look twice.
    """

    def __init__(self, history: History, people: People) -> None:
        self.agenda = Agenda(history, people)
        self.history = history

    def advance(self, now: datetime, *, silent: bool = False) -> Outcome:
        """Decide at an instant everything that is due by then.

        Args:
            now: the instant at which decisions take effect; the last event's, if that is later.
            silent: make no messages.
        """
        from escalate_cli.domain.engine.rule_evaluation import run_due  # noqa: PLC0415 - few decide

        return run_due(self.agenda, max(now, self.history.latest_at), silent=silent)

    def grant_overdue(self, now: datetime) -> Outcome:
        """Do what a check would have done when the time of an unanswered request was up.

        What becomes of a request does not hang on when `check` ran, and a record of it reads as if
        one had run then. What falls due at the very instant of an act is left to `check`.
        """
        request = self.history.ticket.pending_approval
        if request is None or request.auto_at is None:
            return Outcome()
        at = max(request.auto_at, self.history.latest_at)
        at = self.agenda.silence(at).put_off(at, at)
        return self.advance(at) if at < now else Outcome()

    def react(self, *, silent: bool = False) -> Outcome:
        """Decide what the last event, or its consequences, made true; time is left to `check`."""
        at = self.history.events[-1].at
        is_due = any(due.since == at for due in self.agenda.due(at))
        if not is_due and not self.history.ticket.awaits_answer:
            return Outcome()  # as after most
        from escalate_cli.domain.engine.rule_evaluation import run_reaction  # noqa: PLC0415 - the same

        return run_reaction(self.agenda, silent=silent)

    def next_at(self, after: datetime) -> datetime | None:
        """Return the next instant at which the policy acts if nobody else does."""
        return min(self.agenda.instants(after), default=None)

    def following(self, at: datetime) -> datetime | None:
        """Return the next instant with something new; one run later for what was left over."""
        instants = self.agenda.instants(at)
        return min((each if each > at else at + NEXT_RUN for each in instants), default=None)

    def is_due(self, after: datetime, by: datetime) -> bool:
        """Tell whether the policy acts by an instant if nobody else does, and no people change."""
        return any(instant <= by for instant in self.agenda.instants(after, again=False))

    def finds_somebody(self, now: datetime) -> bool:
        """Tell whether a rule that found nobody would find somebody by the people of today."""
        return any(due.again for due in self.agenda.due(now))

    def forecast(
        self, since: datetime, until: datetime, *, silent: bool = False
    ) -> Iterator[Outcome]:
        """Yield what would be decided up to a horizon if nobody acts; silently without messages."""
        at: datetime | None = since
        while at is not None and at <= until:
            outcome = self.advance(at, silent=silent)
            if outcome.decisions:
                yield outcome
            at = self.following(at)
        last = self.advance(until, silent=silent)
        if last.decisions:
            yield last
