"""Builders: contacts, and a notifier that keeps what it is given."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from escalate_cli.domain.messages.batch import Batch
from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.people import Channel
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import Receipt
from tests.unit.usecases.conftest import PEOPLE, a_context, logged, staffed
from tests.writing import writing

MAIL = Channel(id="mail", kind="apprise", value=("env:MAIL",))
PAGE = Channel(id="page", kind="command", value=("page", "$address"))
TAKEN = Receipt()
DOWN = Receipt(error="it is down")
GONE = Receipt(error="no such user", hopeless=True)


class Postman:
    """Answers for each recipient as told, else takes all."""

    def __init__(self, answers: Mapping[str, Receipt] | None = None) -> None:
        self.answers = answers or {}
        self.parcels: list[Batch] = []
        self.spent = timedelta(0)
        self.each_takes = timedelta(0)

    def __call__(self) -> "Postman":
        """Make a notifier, as wiring does."""
        return self

    def elapsed(self) -> timedelta:
        """Return how long it says that it has been at work."""
        return self.spent

    def send(self, parcels: Sequence[Batch]) -> list[Receipt]:
        """Keep what is to be sent."""
        self.parcels += parcels
        self.spent += self.each_takes
        return [self.answers.get(parcel.to, TAKEN) for parcel in parcels]

    @property
    def told(self) -> list[str]:
        """Name who got a parcel."""
        return [parcel.to for parcel in self.parcels]


def reachable(**changes: Any) -> Policy:
    """Return a policy in which everybody has an address for mail; lee has a pager too."""
    people = {
        name: replace(person, contact=(f"mail:{name}@example.org",))
        for name, person in PEOPLE.items()
    }
    people["lee"] = replace(people["lee"], contact=("mail:lee@example.org", "page:+49"))
    told: dict[str, Any] = {"people": people, "channels": {"mail": MAIL, "page": PAGE}}
    return staffed(**told | changes)


def queued(context: Context, *messages: Message) -> None:
    """Put messages into the outbox."""
    with writing(context.store) as tx:
        tx.queue(messages)


def a_message(context: Context, to: str = "lee", fact: str = "fact", **fields: Any) -> Message:
    """Return a message about T-1."""
    told: dict[str, Any] = {
        "key": f"T-1:{fact}:{to}",
        "ticket": "T-1",
        "kind": "alert",
        "to": to,
        "text": f"{fact} for {to}",
        "created_at": context.now,
    }
    return Message(**told | fields)


def with_waiting(*to: str, at: str = "0m", policy: Policy | None = None, **log: Any) -> Context:
    """Return a context with one ticket, and one message waiting for each recipient."""
    context = a_context(policy or reachable(), at=at)
    logged(context, **log)
    queued(context, *(a_message(context, person) for person in to))
    return context


def waiting(context: Context) -> list[Message]:
    """Return what is in the outbox."""
    return list(context.store.read().messages())
