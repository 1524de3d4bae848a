"""Desks on real stores: what verbs work on, at an instant."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from itertools import count
from typing import Any

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket.actor import Actor
from escalate_cli.store.json_store import JsonStore
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.list_and_show import find
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.verbs.log import NewTicket, log
from escalate_cli.usecases.verbs.resolve import close, resolve
from tests.conftest import HOUR, MONDAY_NINE, a_policy

SOURCE = "# a policy"
uids = count(1)


def a_context(
    store: JsonStore | MemoryStore,
    now: datetime = MONDAY_NINE,
    policy: Policy | None = None,
    by: str = "bo",
) -> Context:
    """Return the context of somebody on a store; older policy versions are all alike.

    Nobody is named in the teams, so that everybody is of the team.
    """
    current = policy or a_policy(id=sha256(SOURCE.encode()).hexdigest(), teams={})
    return Context(
        store=store,
        policy=current,
        source=SOURCE,
        compile=lambda _source: current,
        new_uid=lambda: f"uid-{next(uids)}",
        actor=Actor(by),
        present=Present(now),
    )


def logged(context: Context, *titles: str, **fields: Any) -> list[str]:
    """Log tickets, and return their ids."""
    drafts = [NewTicket(title=title, **fields) for title in titles]
    return [one.standing.ticket.id for one in log(context, drafts)]


def finished(
    store: JsonStore | MemoryStore, ids: Sequence[str], at: datetime = MONDAY_NINE
) -> None:
    """Resolve tickets at an instant, and close them an hour later."""
    resolve(a_context(store, at), ids, "restarted")
    close(a_context(store, at + HOUR), ids)


def listed(context: Context, *words: str, everything: bool = False) -> list[str]:
    """Return the ids that a list shows."""
    query = parse(words, context, everything=everything)
    return [standing.ticket.id for standing in find(context, context.store.read(), query)]
