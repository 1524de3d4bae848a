"""Apply a policy: open tickets are moved to the file as it stands today."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from escalate_cli.domain.ticket.events import PolicyApplied
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import id_of
from escalate_cli.domain.verbs.follow_policy import follow_policy
from escalate_cli.domain.verbs.outcome import Done, Refused
from escalate_cli.domain.verbs.situation import Situation
from escalate_cli.errors import UsageError
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.query import Candidate, Query
from escalate_cli.usecases.ports import Transaction
from escalate_cli.usecases.unit_of_work import Changed, act_within
from escalate_cli.usecases.verbs.typed_ticket_ids import numbers_of


class Applied(msgspec.Struct, frozen=True):
    """What became of it.

    Attributes:
        moved: the tickets that follow another version now.
        speaking: the rules that have a case at once which no rule had before, with the tickets:
            new ones, and those that were renamed without their former name.
    """

    moved: Sequence[Changed]
    speaking: Mapping[str, Sequence[str]]

    @property
    def routed(self) -> list[str]:
        """Return the tickets that were nobody's, and are routed now."""
        return [
            each.standing.ticket.id
            for each in self.moved
            for event in each.effect.events
            if isinstance(event, PolicyApplied) and event.has_routed
        ]


def apply_policy(context: Context, ids: Sequence[str], query: Query | None = None) -> Applied:
    """Let tickets, or all open ones that a query finds, follow the current file.

    Verdicts so far stay.
    """
    asked = numbers_of(ids)
    if asked and query:
        raise UsageError("tickets are named or asked for, not both", "leave --only or the ids away")

    def move(tx: Transaction) -> Applied:
        tx.pin(context.rules.id, context.source)
        moved, speaking = [], defaultdict[str, list[str]](list)
        for number in asked or _asked_for(context, tx, query):
            done, rules = _moved(context, tx, number)
            if done is not None:
                moved.append(done)
            for rule in rules:
                speaking[rule].append(id_of(number))
        return Applied(moved, dict(sorted(speaking.items())))

    return context.change(move)


def _moved(context: Context, tx: Transaction, number: int) -> tuple[Changed | None, Iterable[str]]:
    """Move one ticket; return it if it moved, and the rules that the move alone makes due."""
    before: list[tuple[History, Mapping[str, str]]] = []

    def verb(at: Situation, _: Transaction) -> Done | Refused:
        before.append((at.history, _due(context, at.history)))
        return follow_policy(at)

    done = act_within(context, tx, number, verb)
    if not done.effect.events:
        return None, ()
    history, known = before[0]
    due = _due(context, history)
    return done, dict.fromkeys(due[key] for key in due.keys() - known.keys())


def _due(context: Context, history: History) -> dict[str, str]:
    """Return the keys of what the next check decides, each with its rule."""
    dues = context.engine(history).agenda.due(context.now)
    return {due.key: due.case.rule.name for due in dues if due.holds}


def _asked_for(context: Context, tx: Transaction, query: Query | None) -> list[int]:
    outdated = tx.outdated(context.rules.id)
    if query is None:
        return outdated
    return [n for n in outdated if query.matches(Candidate(context, tx, tx.ticket(n)))]
