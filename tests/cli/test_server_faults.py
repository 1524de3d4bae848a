"""What may go wrong with a server: a line that says it, an exit code, and nothing lost or twice."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("psycopg2", reason="no driver of PostgreSQL is installed")

import psycopg2

from tests.cli.shell import Shell
from tests.postgres_between import Proxy, greeting, no_server, refusal
from tests.postgres_server import Server

_FULL = """
CREATE FUNCTION NAME() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF NEW.store_id = (SELECT id FROM escalate.store WHERE name = 'STORE') THEN RAISE EXCEPTION
USING ERRCODE = '53100', MESSAGE = 'could not extend file: No space left on device'; END IF;
RETURN NEW; END $$"""
_AT_EVENTS = """
CREATE TRIGGER NAME BEFORE INSERT ON escalate.event FOR EACH ROW EXECUTE FUNCTION NAME()"""


def run(server: Server, *statements: str) -> None:
    """Run statements as the server's owner, each at once."""
    connection = psycopg2.connect(server.address)
    connection.autocommit = True
    with connection.cursor() as each:
        for statement in statements:
            each.execute(statement)
    connection.close()


@pytest.fixture
def store(server: Server, escalate: Shell) -> str:
    """Begin a store with a ticket, and name it."""
    name = f"test-{os.urandom(6).hex()}"
    there = f"{server.address}&store={name}"
    escalate.done("log", "Mail is down", "--store", there)
    return name


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    """Stand between programs and the server."""
    [folder] = parse_qs(urlsplit(server.address).query)["host"]
    between = Proxy(Path(folder))
    yield between
    between.close()


def through(proxy: Proxy, store: str) -> str:
    return f"postgresql://postgres@127.0.0.1:{proxy.port}/postgres?sslmode=disable&store={store}"


@pytest.mark.parametrize("arrives", [False, True], ids=["before it arrives", "after it arrived"])
def test_a_line_that_is_cut_at_the_commit_loses_nothing_and_does_nothing_twice(
    server: Server, escalate: Shell, store: str, proxy: Proxy, arrives: bool
) -> None:
    proxy.cuts, proxy.arrives = 1, arrives
    logged = escalate("log", "Disk full", "--store", through(proxy, store))
    assert (logged.stderr, logged.code) == ("", 0)
    assert proxy.cuts == 0
    there = ("--store", f"{server.address}&store={store}")
    titles = [row[-1] for row in escalate.done("list", *there).rows]
    assert sorted(titles) == ["Disk full", "Mail is down"]
    assert escalate.done("verify", *there).code == 0


def test_where_the_server_is_gone_after_the_commit_nobody_says_that_it_is_stored(
    escalate: Shell, store: str, proxy: Proxy
) -> None:
    proxy.cuts, proxy.arrives, proxy.leaves = 1, True, True
    said = escalate("log", "Disk full", "--store", through(proxy, store))
    assert (said.stdout, said.code) == ("", 2)
    assert "may be stored" in said.stderr.splitlines()[0]
    assert len(said.stderr.splitlines()) == 2


@pytest.mark.parametrize(
    ("answers", "said", "help_"),
    [
        (
            [refusal("28P01", 'password authentication failed for user "ana"')],
            'password authentication failed for user "ana"',
            "look at the user, and at the password in ~/.pgpass or the file that PGPASSFILE names",
        ),
        (
            [refusal("53300", "sorry, too many clients already")],
            "sorry, too many clients already",
            "try again once the server is back",
        ),
        (
            [refusal("57P03", "the database system is starting up")],
            "the database system is starting up",
            "try again once the server is back",
        ),
        (
            greeting("12.20"),
            "is PostgreSQL 12, which is too old",
            "PostgreSQL 13 or newer is needed",
        ),
    ],
    ids=["wrong password", "too many", "starting", "too old"],
)
def test_a_server_that_takes_nobody_in_is_told_in_a_line(
    escalate: Shell, answers: list[bytes], said: str, help_: str
) -> None:
    with no_server(*answers) as port:
        address = f"postgresql://ana@127.0.0.1:{port}/desk"
        result = escalate("log", "Mail is down", "--store", address)
    assert (result.stdout, result.code) == ("", 2)
    first, second = result.stderr.splitlines()
    assert said in first
    assert second == f"help: {help_}"


def test_a_server_without_tls_is_no_matter_of_waiting(escalate: Shell) -> None:
    with no_server() as port:
        address = f"postgresql://ana@127.0.0.1:{port}/desk?sslmode=require"
        result = escalate("list", "--store", address)
    assert (result.stdout, result.code) == ("", 2)
    first, second = result.stderr.splitlines()
    assert "server does not support SSL, but SSL was required" in first
    assert second == "help: look at the address"


@pytest.fixture
def role(server: Server) -> Iterator[str]:
    """Make an account that may look and no more."""
    name = f"reader_{os.urandom(6).hex()}"
    rights = f"GRANT USAGE ON SCHEMA escalate TO {name}"
    tables = f"GRANT SELECT ON ALL TABLES IN SCHEMA escalate TO {name}"
    run(server, f"CREATE ROLE {name} LOGIN", rights, tables)
    yield name
    run(server, f"DROP OWNED BY {name}", f"DROP ROLE {name}")


def test_an_account_that_may_only_look_looks_and_writes_nothing(
    server: Server, escalate: Shell, store: str, role: str
) -> None:
    address = f"{server.address}&store={store}".replace("postgres:@", f"{role}@", 1)
    assert [row[-1] for row in escalate.done("list", "--store", address).rows] == ["Mail is down"]
    said = escalate("log", "Disk full", "--store", address)
    assert (said.stdout, said.code) == ("", 2)
    assert "permission denied" in said.stderr.splitlines()[0]
    assert len(said.stderr.splitlines()) == 2


def test_a_server_that_may_only_be_read_is_read_and_takes_nothing(
    server: Server, escalate: Shell, store: str
) -> None:
    address = f"{server.address}&store={store}&options=-c%20default_transaction_read_only%3Don"
    assert [row[-1] for row in escalate.done("list", "--store", address).rows] == ["Mail is down"]
    said = escalate("log", "Disk full", "--store", address)
    assert (said.stdout, said.code) == ("", 2)
    first, second = said.stderr.splitlines()
    assert "read-only transaction; nothing was changed" in first
    assert second == "help: name the server that takes changes; this one may only be read"


def test_an_account_with_no_connection_left_is_told_so(
    server: Server, escalate: Shell, store: str, role: str
) -> None:
    run(server, f"ALTER ROLE {role} CONNECTION LIMIT 0")
    address = f"{server.address}&store={store}".replace("postgres:@", f"{role}@", 1)
    said = escalate("list", "--store", address)
    assert (said.stdout, said.code) == ("", 2)
    assert "too many connections for role" in said.stderr.splitlines()[0]


def test_a_full_disk_is_told_in_a_line_and_nothing_is_written(
    server: Server, escalate: Shell, store: str
) -> None:
    """The server itself says it, of a table whose trigger stands for a disk without room."""
    name = f"full_{os.urandom(6).hex()}"
    full = _FULL.replace("NAME", name).replace("STORE", store)
    run(server, full, _AT_EVENTS.replace("NAME", name))
    there = ("--store", f"{server.address}&store={store}")
    try:
        said = escalate("log", "Disk full", *there)
    finally:
        run(server, f"DROP FUNCTION {name} CASCADE")
    assert (said.stdout, said.code) == ("", 2)
    assert "No space left on device" in said.stderr.splitlines()[0]
    assert len(said.stderr.splitlines()) == 2
    assert [row[-1] for row in escalate.done("list", *there).rows] == ["Mail is down"]
