"""The one evaluator: decide everything that is due on a ticket, once."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from escalate_cli.domain.engine.agenda import instants
from escalate_cli.domain.engine.automatic_actions import approve, close, record_breaches, resume
from escalate_cli.domain.engine.decision import Outcome
from escalate_cli.domain.engine.evaluation import Evaluation
from escalate_cli.domain.engine.rule_evaluation import decide
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.ticket.history import History

NEXT_RUN = timedelta(minutes=1)
"""How long a forecast lets what one run left over wait for the next one."""


def advance(history: History, now: datetime, people: People, *, silent: bool = False) -> Outcome:
    """Decide at an instant everything that is due by then; the history grows by it.

    Args:
        history: the ticket's history; decisions are appended to it as events.
        now: the instant at which decisions take effect; the last event's, if that is later.
        people: those of today, who get the ticket and are told.
        silent: make no messages.
    """
    run = Evaluation(history, max(now, history.events[-1].at), people, silent=silent)
    return _done(run, resume, approve, record_breaches, decide, close)


def react(history: History, people: People, *, silent: bool = False) -> Outcome:
    """Decide what the last event, or its consequences, made true; time is left to `check`."""
    return _done(
        Evaluation(history, history.events[-1].at, people, own=True, silent=silent), decide
    )


def _done(run: Evaluation, *work: Callable[[Evaluation], None]) -> Outcome:
    """Work in rounds until one decides nothing more; each decision has its key, so one does."""
    before = -1
    while len(run.decisions) > before:
        before = len(run.decisions)
        for each in work:
            each(run)
    return Outcome(decisions=tuple(run.decisions), messages=tuple(run.messages))


def next_at(history: History, after: datetime, people: People) -> datetime | None:
    """Return the next instant at which the policy acts if nobody else does."""
    return min(instants(history, after, people), default=None)


def following(history: History, at: datetime, people: People) -> datetime | None:
    """Return the next instant with something new; one run later for what was left over."""
    later = [
        instant if instant > at else at + NEXT_RUN for instant in instants(history, at, people)
    ]
    return min(later, default=None)


def is_due(history: History, after: datetime, by: datetime, people: People) -> bool:
    """Tell whether the policy acts by an instant if nobody else does."""
    return any(instant <= by for instant in instants(history, after, people))


def forecast(
    history: History, since: datetime, until: datetime, people: People
) -> Iterator[Outcome]:
    """Yield what would be decided up to a horizon if nobody acts; the history grows by it."""
    at: datetime | None = since
    while at is not None and at <= until:
        outcome = advance(history, at, people)
        if outcome.decisions:
            yield outcome
        at = following(history, at, people)
    last = advance(history, until, people)
    if last.decisions:
        yield last
