"""What docs/scaling.md tells to type on a server does what it says, in its order."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("psycopg2", reason="no driver of PostgreSQL is installed")

import psycopg2

from tests.cli.shell import Shell
from tests.postgres_server import Server

PAGE = Path(__file__).parents[2] / "docs" / "scaling.md"
NAMES = ("escalate_owner", "escalate_writer", "escalate_reader", "desk", "ops")


def run(address: str, *statements: str) -> None:
    """Run statements at once, each for itself."""
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as each:
        for statement in statements:
            each.execute(statement)
    connection.close()


class Made:
    """The names of the page, each with an ending of its own, and where they are."""

    def __init__(self, server: Server) -> None:
        self.server, self.ending = server, os.urandom(4).hex()
        page = re.sub(rf"\b({'|'.join(NAMES)})\b", rf"\1_{self.ending}", PAGE.read_text("utf-8"))
        self.first, self.second = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)

    def called(self, name: str) -> str:
        """Return what stands for a name of the page."""
        return f"{name}_{self.ending}"

    def address(self, account: str) -> str:
        """Return where an account comes to the database."""
        there = self.server.address.replace("/postgres?", f"/{self.called('ops')}?")
        return there.replace("postgres:@", f"{account}@", 1)


@pytest.fixture
def made(server: Server) -> Iterator[Made]:
    """Make an empty database and an account that is to write to it."""
    names = Made(server)
    run(server.address, f"CREATE DATABASE {names.called('ops')}")
    run(server.address, f"CREATE ROLE {names.called('desk')} LOGIN")
    yield names
    run(server.address, f"DROP DATABASE {names.called('ops')} WITH (FORCE)")
    run(server.address, *(f"DROP ROLE IF EXISTS {names.called(name)}" for name in NAMES[:-1]))


def test_the_roles_are_made_as_the_page_says(made: Made, escalate: Shell) -> None:
    owner, desk = (made.address(made.called(name)) for name in ("escalate_owner", "desk"))
    run(made.address("postgres"), made.first)
    assert escalate("init", "--store", desk).code == 2
    escalate.done("init", "--store", owner)
    unread = escalate("list", "--store", desk)
    assert (unread.stdout, unread.code) == ("", 2)
    first, second = unread.stderr.splitlines()
    assert first.startswith("escalate: error: cannot read postgresql://")
    assert first.endswith(": permission denied for schema escalate")
    assert second == "help: its owner grants what a reader needs: docs/scaling.md"
    run(owner, made.second)
    escalate.done("log", "Mail is down", "--store", desk)
    escalate.done("init", "--store", f"{owner}&store=two")
    escalate.done("log", "Disk full", "--store", f"{desk}&store=two")
    changes = f"REVOKE {made.called('escalate_writer')} FROM {made.called('desk')}"
    looks = f"GRANT {made.called('escalate_reader')} TO {made.called('desk')}"
    run(made.address("postgres"), changes, looks)
    assert [row[-1] for row in escalate.done("list", "--store", desk).rows] == ["Mail is down"]
    refused = escalate("log", "Disk full", "--store", desk)
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr.splitlines()[1:] == [
        "help: its owner grants what a writer needs: docs/scaling.md"
    ]
