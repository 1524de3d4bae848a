"""A process that writes to a store many times: `WHERE COUNT`; prints the numbers of its tickets.

It says `ready` and waits for a line of standard input before it begins. It collects garbage as
seldom as the program does, and ends at once as that does.
"""

import gc
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from escalate_cli.errors import StoreBusyError
from escalate_cli.store.json_store import JsonStore
from escalate_cli.usecases.ports import Store, Transaction
from escalate_cli.usecases.records import Record
from tests.conftest import a_history, a_policy
from tests.postgres_server import store_at

_POLICY = a_policy()  # read once, as by a program


def store_of(where: str) -> Store:
    """Open a store in a folder, or at an address."""
    return store_at(where) if "://" in where else JsonStore(Path(where))


def log(tx: Transaction) -> int:
    """Keep a new ticket."""
    number = tx.next_number()
    history = a_history(
        policy=_POLICY, id=f"T-{number}", uid=f"u-{number}", title=f"Disk {number} is full"
    )
    at = history.ticket.logged_at
    record = Record(
        ticket=history.ticket, events=history.events, next_at=at, due_at=at, risk_at=None
    )
    tx.save(record)
    return number


def written(store: Store) -> int:
    """Keep a new ticket, however long others are at work."""
    while True:
        with suppress(StoreBusyError):
            return store.change(log)


if __name__ == "__main__":
    gc.set_threshold(100_000)
    store = store_of(sys.argv[1])
    list(store.read().due_by(a_history().ticket.logged_at))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps([written(store) for _ in range(int(sys.argv[2]))]))
    sys.stdout.flush()
    os._exit(0)
