"""From a folder to a server and back: the export is the same, byte for byte."""

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import program
from tests.faults.loops import long
from tests.faults.program import ROOT
from tests.postgres_server import Server

STORES = ROOT / "tests/stores"
Fill = Callable[[Path, dict[str, str], int], None]


def of_lives(folder: Path, env: dict[str, str], tickets: int) -> None:
    """Fill a folder with what people and policies did for months, archive included."""
    del env, tickets
    shutil.copytree(STORES / "before_duties", folder)


def of_an_export(folder: Path, env: dict[str, str], tickets: int) -> None:
    """Fill a folder with an export of another system that has so many tickets."""
    with (STORES / "incidents.csv").open(newline="") as file:
        head, *rows = csv.reader(file)
    at, many = head.index("number"), io.StringIO()
    writer = csv.writer(many)
    writer.writerow(head)
    kinds = {row[at] for row in rows}
    for n in range(tickets // len(kinds) + 1):
        writer.writerows([*row[:at], f"{row[at]}-{n}", *row[at + 1 :]] for row in rows)
    exported = folder.with_name("incidents.csv")
    exported.write_text(many.getvalue())
    argv = ["import", str(exported), "--from", "servicenow", "--date-format", "dmy", "--tz", "UTC"]
    done = program(*argv, "--store", str(folder), env=env)
    assert done.code in {0, 1}, done.stderr
    assert program("check", "--store", str(folder), env=env).code == 0


@pytest.mark.parametrize(
    ("fill", "tickets"),
    [(of_lives, 0), pytest.param(of_an_export, *long(10_000).values, marks=pytest.mark.faults)],
    ids=["lives", "an export"],
)
def test_a_store_that_went_to_a_server_and_back_exports_the_same_bytes(
    server: Server, tmp_path: Path, fill: Fill, tickets: int
) -> None:
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "ESCALATE_NOW": "2026-11-27T17:00:00Z"}
    first, last, there = tmp_path / "first", tmp_path / "last", server.new_address()
    fill(first, env, tickets)
    assert program("migrate", "--store", str(first), "--to", there, env=env).code == 0
    assert program("migrate", "--store", there, "--to", str(last), env=env).code == 0
    places = (str(first), there, str(last))
    exported = [program("export", "--store", place, env=env).stdout for place in places]
    assert exported[0].count("\n") > tickets
    assert exported[1] == exported[0]
    assert exported[2] == exported[0]
    for place in places:
        assert program("verify", "--store", place, env=env).code == 0
