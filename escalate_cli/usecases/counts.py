"""How much is in the outbox."""

from collections import Counter

import msgspec

from escalate_cli.domain.message import DEAD
from escalate_cli.usecases.desk import Desk


class Counts(msgspec.Struct, frozen=True):
    """How many messages wait, and how many were given up."""

    pending: int
    dead: int


def counts(desk: Desk) -> Counts:
    """Count what is in the outbox."""
    states = Counter(message.state for message in desk.store.read().messages())
    return Counts(pending=states.total() - states[DEAD], dead=states[DEAD])
