"""The recorded history of a ticket, as far as a replay needs it; gaps show when nobody checked."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from escalate_cli.domain.engine.engine import Engine
from escalate_cli.domain.policy.policy import Policies
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.replay.reapply import is_by_policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.ticket.history import History


class RecordedHistory:
    """What happened up to a point, and the place of that point in the record.

    A check leaves no trace where it decides nothing. But where the policy of then had something to
    decide and the record is silent, nobody checked: what falls due there under another policy has
    to wait as well, until the record goes on.

    Who was there when is on no record: the people of the version that the ticket followed stand for
    those of then.

    When the policy had to be silent is on record, and no file of today is asked for that.

    Attributes:
        history: what has been told so far, under the policies that the ticket followed.
    """

    def __init__(
        self,
        events: Sequence[e.Event],
        policies: Policies,
        checked_until: datetime | None,
        windows: tuple[Window, ...] = (),
    ) -> None:
        self._events = events
        self._told = 0
        self._checked_until = checked_until
        self._commands = {(each.change, each.at) for each in events if not is_by_policy(each)}
        self._is_watched = checked_until is not None or any(map(self.is_check, range(len(events))))
        self._policies, self._windows = policies, windows
        self._engines: dict[str, Engine] = {}
        self.history = History([], lambda policy_id: policies(policy_id).rules)

    def tell(self, count: int) -> None:
        """Go on until so many events have been told."""
        for event in self._events[self._told : count]:
            self.history.add(event)
        self._told = max(self._told, count)

    def is_check(self, number: int) -> bool:
        """Tell whether a check recorded an event; commands decide as well, but never by time."""
        event = self._events[number]
        if isinstance(event, e.RulesChanged):  # a command may have found it under older rules
            return False
        return is_by_policy(event) and (event.change, event.at) not in self._commands

    def checked_at(self, due_at: datetime, before: int) -> datetime | None:
        """Return when, from an instant on, somebody checked first; nothing if not in time.

        Args:
            due_at: the instant, not before the last event told.
            before: the number of the event by which it must be, and at which telling stops.
        """
        if not self._is_watched:
            return due_at
        while self._checked_until is None or due_at <= self._checked_until:
            if self._meets_check(due_at, before) or not self._is_silent(due_at):
                return due_at
            if self._told >= before:
                break
            due_at = self._events[self._told].at
        return None

    def _meets_check(self, at: datetime, before: int) -> bool:
        """Go on to an instant, and tell whether a check is on record just there."""
        while self._told < before and self._events[self._told].at <= at:
            if self._events[self._told].at == at and self.is_check(self._told):
                return True
            self.tell(self._told + 1)
        return False

    def _is_silent(self, at: datetime) -> bool:
        """Tell whether something was to be decided by an instant, and was not."""
        imported_at = self.history.ticket.imported_at
        if imported_at is not None and at < imported_at:
            return False
        engine, told = self._engine(), self._told
        more = told < len(self._events)
        engine.agenda.look_until(max(at, self._events[told].at) if more else None)
        return engine.is_due(self.history.events[-1].at, at)

    def _engine(self) -> Engine:
        """Return the engine that goes by the people of the version that the ticket follows."""
        version = self.history.ticket.policy
        if version not in self._engines:
            people = replace(self._policies(version).people, maintenance=self._windows)
            self._engines[version] = Engine(self.history, people)
        return self._engines[version]
