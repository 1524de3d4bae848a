"""What is waiting to be decided on a ticket, now and later."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from escalate_cli.domain.engine.breaches import breaches, breaking
from escalate_cli.domain.engine.due_findings import Case, Due, next_due
from escalate_cli.domain.engine.episode_numbers import DecidedEpisodes, numbered
from escalate_cli.domain.engine.episodes import RuleEpisodes, episodes_of_rules
from escalate_cli.domain.engine.maintenance import Silence, on_record, silence_of, spoken_at
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.key import Key
from escalate_cli.domain.ticket.stale_acknowledgement import stale_at
from escalate_cli.domain.ticket.ticket import FINISHED, Status
from escalate_cli.domain.ticket.timeline import Step

_NO_SILENCE = Silence()


class Agenda:
    """What the policy has to decide on one ticket, by the people of today.

    To look costs more than all else that the engine does, and one command looks again and again:
    what was found is kept until an event may make or end an episode, or more is decided.
    """

    def __init__(self, history: History, people: People) -> None:
        self.history, self.people = history, people
        self._decided = DecidedEpisodes(history)
        self._on_record = tuple(on_record(history.events))
        self._episodes: dict[datetime | None, list[RuleEpisodes]] = {}
        self._silences: dict[datetime | None, Silence] = {}
        self._open: dict[datetime, list[Due]] = {}
        self._looked_at = (history.revision, len(history.fired))

    def cases(self, now: datetime) -> Iterator[Case]:
        """Yield the cases of every rule, cycle by cycle and rule by rule."""
        decided = self._decided.by_rule()
        ticket_id = self.history.ticket.id
        for found in self._episodes_by(now):
            rule, cycle = found.rule, found.cycle
            numbers = numbered(found.episodes, decided.get((cycle, rule.key_name), ()))
            for number, finding in zip(numbers, found.findings, strict=True):
                key = Key(ticket_id, cycle, rule.key_name, str(number))
                yield Case(key=key, rule=rule, order=found.order, finding=finding)

    def undecided(self, now: datetime) -> Sequence[Due]:
        """Return what is not decided yet, past and to come, in the order it falls due."""
        return [due for due in self._open_by(now) if not due.is_held]

    def held(self, now: datetime) -> Sequence[Due]:
        """Return what is true and cannot be decided for now, as something holds it back."""
        return [due for due in self._open_by(now) if due.is_held]

    def _open_by(self, now: datetime) -> list[Due]:
        self._forget()
        if now not in self._open:
            self._open[now] = sorted(self._undecided_by(now), key=lambda due: due.order)
        return self._open[now]

    def instants(self, after: datetime, *, again: bool = True) -> Iterator[datetime]:
        """Yield the instants at which the policy has something to do, if nobody acts.

        One that is earlier than `after` is due already. Those that are found easily come first.

        Args:
            after: from when on nobody acts.
            again: with what found nobody, and would find somebody by the people of today.
        """
        ticket = self.history.ticket
        pending = ticket.pending_approval
        granted_at = pending.auto_at if pending else None
        others = (closes_at(self.history), stale_at(self.history), granted_at)
        silence = self.silence(after)
        if ticket.waiting_until is not None:  # it ends in maintenance too
            yield ticket.waiting_until
        yield from (silence.put_off(at, after) for at in breaking(self.history))
        yield from (silence.put_off(at, after) for at in others if at is not None)
        for breach in breaches(self.history, ticket.latest_at):
            yield silence.put_off(breach.breached_at, after)
        for due in self._open_by(after):
            if again or not due.again:
                yield from due.decidable_at

    def _forget(self) -> None:
        """Forget what an event since the last look may have changed."""
        looks_at = (self.history.revision, len(self.history.fired))
        if self._looked_at[0] != looks_at[0]:
            self._episodes.clear()
            self._silences.clear()
        if self._looked_at != looks_at:
            self._open.clear()
            self._looked_at = looks_at

    def _episodes_by(self, now: datetime) -> list[RuleEpisodes]:
        """Return every rule that has a case; a decision alone makes no other."""
        self._forget()
        history = self.history
        woken = history.ticket.wait_ended_at(now)
        if woken not in self._episodes:
            steps = history.steps_until(now)
            self._episodes[woken] = episodes_of_rules(steps, history.rules, self.people)
        return self._episodes[woken]

    def silence(self, now: datetime) -> Silence:
        """Return when windows keep the policy silent about the ticket."""
        self._forget()
        windows = (*self.people.maintenance, *self._on_record)
        if not windows:
            return _NO_SILENCE
        woken = self.history.ticket.wait_ended_at(now)
        if woken not in self._silences:
            steps, spoken = self.history.steps_until(now), spoken_at(self.history.events)
            self._silences[woken] = silence_of(steps, windows, spoken)
        return self._silences[woken]

    def _undecided_by(self, now: datetime) -> Iterator[Due]:
        if self.history.is_withdrawn:
            return
        imported_at = self.history.ticket.imported_at
        if imported_at is not None and _was_over(self.history, imported_at):
            return
        silence = self.silence(now)
        for case in self.cases(now):
            until = case.finding.until
            if imported_at is not None and until is not None and until <= imported_at:
                continue
            due = next_due(case, self.history, now, self.people, silence)
            if due is not None:
                yield due


def _was_over(history: History, at: datetime) -> bool:
    """Tell whether nobody worked on a ticket, or waited for an answer, from an instant on."""
    steps = history.steps
    is_over = steps[-1].at <= at and not steps[-1].ticket.is_active
    finished = (step.ticket for step in steps if step.ticket.status in FINISHED)
    return is_over and not any(ticket.awaits_answer for ticket in finished)


def closes_at(history: History) -> datetime | None:
    """Return when a resolved ticket closes by itself: not while an answer is owed on it."""
    ticket = history.ticket
    after = history.rules.close_after
    if ticket.status is not Status.RESOLVED or after is None or ticket.awaits_answer:
        return None
    return after.from_(_last_word_at(history.steps), history.rules.calendar)


def _last_word_at(steps: Sequence[Step]) -> datetime:
    """Return when the team said its last public word; the resolution is one.

    Words of no party were recorded when only the resolution was.
    """
    return next(
        step.at
        for step in reversed(steps)
        if (event := step.event) is not None
        and (event.is_solution or (event.is_answer and event.party is not None))
    )
