"""What a link writes is what was meant, whatever is in it and however the server reads texts."""

from collections.abc import Iterator
from contextlib import closing

import pytest

pytest.importorskip("psycopg2", reason="no driver of PostgreSQL is installed")

from escalate_cli.store.postgres.connection.address import address_of
from escalate_cli.store.postgres.connection.link import Link, Purpose, Row
from tests.postgres_server import Server

TEXTS = (
    "",
    "'; DROP TABLE row; --",
    "C:\\temp\\x41",
    "\\'",
    "%s %(a)s",
    "caf\u00e9 \u2713",
    "a\nb",
)
BODIES = (b"", bytes(range(256)), b"\\x00", b"it's")


@pytest.fixture
def link(server: Server) -> Iterator[Link]:
    """Begin a transaction, at a server that has a table for it alone."""
    address = address_of(server.address)
    with closing(Link(address.dsn, address.shown, Purpose.CHANGE)) as link:
        link.run("CREATE TEMPORARY TABLE row (n int, text text, body bytea, set int[])")
        yield link


@pytest.mark.parametrize("conforming", ["on", "off"])
def test_every_text_and_every_byte_comes_back_as_it_was(link: Link, conforming: str) -> None:
    texts: list[Row] = [(n, text, None, [n]) for n, text in enumerate(TEXTS)]
    bodies: list[Row] = [(-n, None, body, None) for n, body in enumerate(BODIES, 1)]
    rows = texts + bodies
    link.run(f"SET LOCAL standard_conforming_strings = {conforming}")
    link.put("INSERT INTO row VALUES %s", rows)
    found = link.rows("SELECT n, text, body, set FROM row")
    kept = [(n, text, None if body is None else bytes(body), set_) for n, text, body, set_ in found]
    assert sorted(kept, key=lambda row: row[0]) == sorted(rows, key=lambda row: row[0])


def test_no_text_ends_a_statement(link: Link) -> None:
    with pytest.raises(ValueError, match=r"U\+0000"):
        link.put("INSERT INTO row VALUES %s", [(1, "a\0b", None, None)])
    assert link.value("SELECT count(*) FROM row") == 0
