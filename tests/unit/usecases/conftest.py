"""Builders: a team that people know by name, and the context that one of them sits at."""

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any, TypeVar

from msgspec.structs import replace

from escalate_cli.domain.policy.people import Person, Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Approval
from escalate_cli.domain.ticket.actor import Actor
from escalate_cli.domain.ticket.ticket import Ticket
from escalate_cli.store.memory import MemoryStore
from escalate_cli.store.rows.transaction import RowsTransaction
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.verbs.log import NewTicket, log
from tests.conftest import MINUTE, a_policy, after, changed

T = TypeVar("T")
SKILLS = {"bo": ("database",), "cy": ("network", "firewall"), "di": ("network",)}
PEOPLE = {
    name: Person(id=name, name=name.title(), skills=SKILLS.get(name, ()))
    for name in ("ana", "bo", "cy", "di", "lee", "max", "dora")
}
TEAMS = {
    "frontline": Team(id="frontline", members=("ana",)),
    "specialists": Team(id="specialists", members=("bo",), fallback="lee"),
    "network": Team(id="network", members=("cy", "di"), fallback="lee"),
}
LEAD_APPROVES = Approval(by="lead", people=("bo",), auto_after=30 * MINUTE)


class _LostError(Exception):
    """Somebody else was quicker."""


class RetryingStore(MemoryStore):
    """Does the work of every change twice, as a store of many writers may; the first is lost."""

    def change(self, work: Callable[[RowsTransaction], T]) -> T:
        """Do some work, forget it, and do it again."""
        with suppress(_LostError), self.transaction() as tx:
            work(tx)
            raise _LostError
        return super().change(work)


def staffed(approval: Approval | None = LEAD_APPROVES, **changes: Any) -> Policy:
    """Return a policy with seven people, in which L3 asks for an approval."""
    plain = a_policy()
    takers = dict(zip(("L1", "L2", "L3"), TEAMS, strict=True))
    bosses = dict(zip(("lead", "manager", "director"), ("lee", "max", "dora"), strict=True))
    functional = tuple(replace(each, team=takers[each.id]) for each in plain.rules.functional)
    told: dict[str, Any] = {
        "people": PEOPLE,
        "teams": TEAMS,
        "functional": (*functional[:2], replace(functional[2], approval=approval)),
        "management": tuple(
            replace(each, person=bosses[each.id]) for each in plain.rules.management
        ),
    }
    return changed(plain, **told | changes)


def a_context(policy: Policy | None = None, *, by: str = "ana", at: str = "0m") -> Context:
    """Return the context of one person on an empty store, a while after Monday nine."""
    followed = policy or staffed()
    numbers = count(1)
    return Context(
        store=RetryingStore(),
        policy=followed,
        source=followed.rules.id,
        compile={followed.rules.id: followed}.__getitem__,
        new_uid=lambda: f"u-{next(numbers)}",
        actor=Actor(by),
        present=Present(after(at)),
    )


def later(
    context: Context, at: str, by: str | None = None, policy: Policy | None = None
) -> Context:
    """Return the context of somebody on the same store, at another time, under another policy."""
    moved = replace(context, present=Present(after(at)), actor=Actor(by or context.by))
    if policy is None:
        return moved
    known = {context.rules.id: context.policy, policy.rules.id: policy}
    return replace(moved, policy=policy, source=policy.rules.id, compile=known.__getitem__)


def logged(context: Context, **fields: Any) -> Ticket:
    """Log one ticket, by default about mail."""
    [new] = log(context, [NewTicket(**{"title": "Mail is down"} | fields)])
    return new.standing.ticket


def ticket(context: Context, number: int = 1) -> Ticket:
    """Return a ticket as the store keeps it."""
    return context.store.read().ticket(number)


def kinds(context: Context, number: int = 1) -> list[str]:
    """Return the kinds of the events of a ticket."""
    return [str(event.__struct_config__.tag) for event in context.store.read().events(number)]


def told(context: Context) -> list[tuple[str, str]]:
    """Return the kind and the recipient of each message in the outbox."""
    return [(message.kind, message.to) for message in context.store.read().messages()]
