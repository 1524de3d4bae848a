"""What is waiting to be decided on a ticket, now and later."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

import msgspec

from escalate_cli.domain.engine.breaches import breaches, breaking
from escalate_cli.domain.engine.due_findings import Due, cases_of, next_due
from escalate_cli.domain.engine.episode_numbers import Decided, DecidedEpisodes
from escalate_cli.domain.engine.episodes import RuleEpisodes, episodes_of_rules
from escalate_cli.domain.engine.maintenance import Silence, on_record, silence_of, spoken_at
from escalate_cli.domain.engine.outlook import Outlook
from escalate_cli.domain.policy.people import People
from escalate_cli.domain.ticket.held import Held
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.stale_acknowledgement import stale_at
from escalate_cli.domain.ticket.ticket import FINISHED, Status
from escalate_cli.domain.ticket.timeline import Step

_NO_SILENCE = Silence()
_NOT_YET = (datetime.max.replace(tzinfo=UTC), 0, 0)


class _Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What the cases of rules, and when they can be decided, hang on but for the instant.

    Attributes:
        is_over: nothing is decided, as the ticket is withdrawn or was over before its import.
        woken_at: when a wait was over that no event has ended yet.
        silences: the last time in which the policy is silent that has begun, and the present one.
    """

    revision: int = -1
    is_over: bool = False
    woken_at: datetime | None = None
    silences: tuple[Held | None, Held | None] = (None, None)


class Agenda:
    """What the policy has to decide on one ticket, by the people of today.

    To look costs more than all else that the engine does, and one command looks again and again:
    what was found is kept until an event may make or end an episode, and of that only what has
    come is looked at again.
    """

    def __init__(self, history: History, people: People) -> None:
        self.history, self.people = history, people
        self._horizon: datetime | None = None
        self._decided = DecidedEpisodes(history)
        self._windows = (*people.maintenance, *on_record(history.events))
        self._revision = history.revision
        self._episodes: dict[datetime | None, list[RuleEpisodes]] = {}
        self._silences: dict[datetime | None, Silence] = {}
        self._outlook, self._stands_as = Outlook(()), _Standing()
        self._looked_at, self._fired = _NOT_YET, 0

    def look_until(self, horizon: datetime | None) -> None:
        """Look no further ahead than to an instant; from now on something after it may be missing.

        To a rule about time it costs more to say when it will speak than that it will not by then.
        The instant is not before the last event.
        """
        if horizon != self._horizon:
            self._horizon = horizon
            self._episodes.clear()
            self._looked_at = _NOT_YET

    def undecided(self, now: datetime) -> Sequence[Due]:
        """Return what is not decided yet, past and to come, in the order it falls due."""
        return [due for due in _in_order(self._outlook_at(now).whole) if not due.is_held]

    def due(self, now: datetime) -> Sequence[Due]:
        """Return what is not decided yet and past, in the order it fell due."""
        return [
            due
            for due in _in_order(self._outlook_at(now).come)
            if due.since <= now and not due.is_held
        ]

    def held(self, now: datetime) -> Sequence[Due]:
        """Return what is true and cannot be decided for now, as something holds it back."""
        return [due for due in _in_order(self._outlook_at(now).come) if due.is_held]

    def instants(self, after: datetime, *, again: bool = True) -> Iterator[datetime]:
        """Yield instants at which the policy has something to do, if nobody acts: the first, too.

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
        yield from (silence.put_off(at, after) for at in breaking(self.history, self._horizon))
        yield from (silence.put_off(at, after) for at in others if at is not None)
        for breach in breaches(self.history, ticket.latest_at):
            yield silence.put_off(breach.breached_at, after)
        for due in self._outlook_at(after).soonest:
            if again or not due.again:
                yield from due.decidable_at

    def _forget(self) -> None:
        """Forget what an event since the last look may have changed."""
        if self._revision != self.history.revision:
            self._revision = self.history.revision
            self._episodes.clear()
            self._silences.clear()

    def _outlook_at(self, now: datetime) -> Outlook:
        """Return what there is to decide, as of an instant; it is looked at on from the last."""
        looked_at = now, self.history.readings, len(self.history.events)
        if looked_at == self._looked_at:
            return self._outlook
        standing, new = self._standing(now), self._decided_since()
        goes_on = standing == self._stands_as and now >= self._looked_at[0]
        if not goes_on or not new <= {due.key for due in self._outlook.come}:
            self._outlook = Outlook(() if standing.is_over else self._episodes_by(now))
        elif now == self._looked_at[0] and not new:
            return self._outlook
        self._stands_as, self._looked_at = standing, looked_at
        self._fired = len(self.history.fired)
        decided = self._decided.by_rule()
        self._outlook.look(now, lambda rule: self._dues_of(rule, decided, now))
        return self._outlook

    def _decided_since(self) -> set[str]:
        """Return the keys of what was decided since the last look."""
        fired = self.history.fired
        return set(islice(reversed(fired), max(len(fired) - self._fired, 0)))

    def _standing(self, now: datetime) -> "_Standing":
        history, silence = self.history, self.silence(now)
        imported_at = history.ticket.imported_at
        return _Standing(
            revision=history.revision,
            is_over=history.is_withdrawn
            or (imported_at is not None and _was_over(history, imported_at)),
            woken_at=history.ticket.wait_ended_at(now),
            silences=(silence.last(now), silence.at(now)),
        )

    def _episodes_by(self, now: datetime) -> list[RuleEpisodes]:
        """Return every rule that has a case in a cycle that is owed; a decision makes no other."""
        self._forget()
        history = self.history
        woken = history.ticket.wait_ended_at(now)
        if woken not in self._episodes:
            steps, first = history.steps_until(now), history.first_cycle
            found = episodes_of_rules(steps, history.rules, self.people, self._horizon)
            self._episodes[woken] = [each for each in found if each.cycle >= first]
        return self._episodes[woken]

    def silence(self, now: datetime) -> Silence:
        """Return when windows keep the policy silent about the ticket."""
        if not self._windows:
            return _NO_SILENCE
        self._forget()
        woken = self.history.ticket.wait_ended_at(now)
        if woken not in self._silences:
            steps, spoken = self.history.steps_until(now), spoken_at(self.history.events)
            self._silences[woken] = silence_of(steps, self._windows, spoken)
        return self._silences[woken]

    def _dues_of(self, rule: RuleEpisodes, decided: Decided, now: datetime) -> list[Due]:
        """Return what one rule has to decide, but for what was over before an import."""
        history, silence = self.history, self.silence(now)
        imported_at = history.ticket.imported_at
        dues = (
            next_due(case, history, now, self.people, silence)
            for case in cases_of(rule, history.ticket.id, decided)
            if imported_at is None or case.finding.until is None or case.finding.until > imported_at
        )
        return [due for due in dues if due is not None]


def _in_order(dues: Iterable[Due]) -> list[Due]:
    return sorted(dues, key=lambda due: due.order)


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
