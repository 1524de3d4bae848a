"""A store on a server: the same commands, and a policy that all machines go by."""

import json
import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from escalate_cli import api, wiring
from escalate_cli.errors import UsageError
from tests.cli.shell import PROGRAM, Result, Shell
from tests.postgres_server import Server


@pytest.fixture
def address(server: Server) -> str:
    """Name a store that nobody has begun."""
    return server.new_address()


@pytest.fixture
def shared(escalate: Shell, address: str) -> Shell:
    """Run command lines on a store on a server."""
    escalate.env = {**escalate.env, "ESCALATE_STORE": address}
    return escalate


def test_a_ticket_lives_on_a_server_as_it_does_in_a_folder(shared: Shell) -> None:
    assert shared.done("log", "Mail is down", "-p", "P1", "-r", "kim").stdout == "T-1\n"
    shared.done("ack", "1", now="+5m")
    shared.done("note", "1", "on it", "--public", now="+6m")
    assert shared.done("check", now="+5h").stdout != ""
    assert shared.done("check", now="+5h").stdout == ""
    shared.done("resolve", "1", "-m", "restarted", now="+6h")
    shown = shared.show("1")
    assert (shown["status"], shown["resolution"]) == ("resolved", "restarted")
    assert [event["seq"] for event in shown["events"]] == sorted(e["seq"] for e in shown["events"])
    assert shared.done("verify").code == 0
    shared.done("undo", now="+7h")
    assert shared.show("1")["status"] == "open"
    assert [row[0] for row in shared.done("list").rows] == ["T-1"]


def test_a_key_leads_to_its_ticket_on_a_server_too(shared: Shell) -> None:
    hostile = "disk '\"\\ full\x1b[31m"
    assert shared.done("log", "Disk full", "--key", hostile).stdout == "T-1\n"
    assert shared.done("log", "Disk full", "--key", hostile).stdout == "T-1\n"
    assert shared.done("resolve", "--key", hostile).code == 0
    assert shared.show("1")["status"] == "resolved"


def test_a_title_may_hold_what_a_database_does_not_take(shared: Shell) -> None:
    draft = json.dumps({"title": "a\0b", "requester": "k\0m", "key": "x" * 200})
    assert shared("log", "--from", "-", stdin=draft) == Result("T-1\n", "", 0)
    assert shared.show("1")["title"] == "a\0b"


def test_the_policy_in_force_is_the_stores(shared: Shell, tmp_path: Path) -> None:
    begun = shared.done("init", "--sample", "it-support", "--json").data
    assert (begun["policy"], begun["new"]) == ("in the store", True)
    own = tmp_path / "own.yaml"
    own.write_text(shared.done("policy", "show").stdout.replace("name: IT support", "name: Ours"))
    refused = shared("log", "by another policy", "--policy", str(own))
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr == (
        "escalate: error: another policy was named, and the team's is in the store: nothing is "
        "written by another\n"
        "help: escalate policy apply FILE makes it the team's; --dry-run only looks\n"
    )
    shared.done("log", "by the team's")
    applied = shared.done("policy", "apply", str(own), "--yes")
    assert applied.stderr.splitlines()[-1] == (
        f"{own} is now the policy of all machines; the one before is kept"
    )
    assert "name: Ours" in shared.done("policy", "show").stdout
    assert shared.kinds("1")[-1] == "policy_applied"
    assert shared.done("init", "--sample", "it-support", "--json").data["new"] is False


def test_a_store_on_a_server_begins_with_the_policy_that_is_named(
    shared: Shell, address: str, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(shared.done("policy", "show").stdout.replace("Built-in policy", "Ours"))
    shared.env["ESCALATE_POLICY"] = str(own)
    begun = shared.done("init", "--json").data
    assert (begun["policy"], begun["new"]) == ("in the store", True)
    del shared.env["ESCALATE_POLICY"]
    assert shared.done("policy", "show").stdout == own.read_text()
    other = ("--store", f"{address}-other")
    assert shared.done("init", "--policy", str(own), "--json", *other).data["new"] is True
    assert shared.done("policy", "show", *other).stdout == own.read_text()


@pytest.mark.parametrize(("minutes", "way"), [(5, "ahead of"), (-5, "behind")])
def test_a_machine_whose_clock_is_off_is_told_so_and_dates_by_the_server(
    shared: Shell, monkeypatch: pytest.MonkeyPatch, minutes: int, way: str
) -> None:
    del shared.env["ESCALATE_NOW"]
    shared.done("log", "Mail is down", "-p", "P1")
    off = wiring.machine_clock() + timedelta(minutes=minutes)
    monkeypatch.setattr(wiring, "machine_clock", lambda: off)
    said = shared("ack", "1", "--take")
    assert said.code == 0
    assert re.fullmatch(
        rf"the clock here is (299|300|301) s {way} that of the server, which counts\n",
        said.stderr.splitlines(keepends=True)[0],
    )
    assert said.stderr.count("the clock here") == 1
    assert shared.done("ack", "1", "-q").stderr == ""
    monkeypatch.undo()
    logged, taken = (datetime.fromisoformat(e["at"]) for e in shared.show("1")["events"][:2])
    assert timedelta(0) <= taken - logged < timedelta(seconds=60)
    assert abs(wiring.machine_clock() - taken) < timedelta(seconds=60)


def test_a_clock_that_is_off_lets_nothing_be_typed_for_later_than_the_servers(
    shared: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    del shared.env["ESCALATE_NOW"]
    shared.done("log", "Mail is down")
    off = wiring.machine_clock() + timedelta(minutes=5)
    monkeypatch.setattr(wiring, "machine_clock", lambda: off)
    said = shared("note", "1", "on it", "--now", off.isoformat())
    assert (said.stdout, said.code) == ("", 2)
    assert "later than the clock" in said.stderr


def test_where_a_server_is_named_no_password_is_shown(escalate: Shell) -> None:
    address = "postgresql://ana:s3cret@127.0.0.1:1/desk?password=s3cret&connect_timeout=2"
    said = escalate("list", "--store", address)
    assert (said.stdout, said.code) == ("", 2)
    assert said.stderr == (
        "escalate: error: cannot connect to "
        "postgresql://ana@127.0.0.1:1/desk?password=***&connect_timeout=2: "
        "Connection refused; Is the server running on that host and accepting TCP/IP connections?\n"
        "help: try again once the server is back\n"
    )
    where = escalate("where", "--store", address)
    assert (where.stdout, where.code) == ("", 2)
    again = "help: --store names it; try again once the server is back\n"
    assert where.stderr == f"{said.stderr.splitlines()[0]}\n{again}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("/postgres?", "/nowhere?"), 'database "nowhere" does not exist'),
        (("postgres:@", "nobody:@"), 'role "nobody" does not exist'),
        (("&store=", "&flag="), 'invalid URI query parameter: "flag"'),
    ],
    ids=["no such database", "no such role", "no such parameter"],
)
def test_what_is_wrong_with_an_address_is_said_in_a_line(
    escalate: Shell, address: str, change: tuple[str, str], said: str
) -> None:
    result = escalate("list", "--store", address.replace(*change))
    assert (result.stdout, result.code) == ("", 2)
    assert said in result.stderr.splitlines()[0]
    assert result.stderr.splitlines()[1:] == ["help: look at the address"]


@pytest.mark.parametrize("command", ["check", "verify", "export", "archive", "policy replay"])
def test_what_looks_after_a_store_begins_none(shared: Shell, command: str) -> None:
    said = shared(*command.split())
    assert (said.stdout, said.code) == ("", 2)
    assert "there is no store at postgresql://" in said.stderr
    assert shared.done("list").stdout == ""
    assert shared.done("where", "--json").data["exists"] is False


def test_no_file_of_a_server_is_mended_here(shared: Shell) -> None:
    shared.done("log", "one")
    said = shared("doctor", "--restore")
    assert (said.stdout, said.code) == ("", 2)
    assert said.stderr.splitlines()[1] == (
        "help: escalate restore FILE puts a backup in the place of what is there"
    )


def test_a_script_logs_and_finds_on_a_server_but_opens_no_file(
    shared: Shell, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "ESCALATE_NOW", "ESCALATE_ACTOR"):
        monkeypatch.setenv(name, shared.env[name])
    shared.done("log", "one")
    store = api.open_store(address)
    assert [ticket["title"] for ticket in store.find()] == ["one"]
    with pytest.raises(UsageError, match="TinyDB opens files"):
        api.database(address).all()


def test_many_machines_log_at_once_and_lose_nothing(shared: Shell) -> None:
    shared.done("init")
    writers = [
        subprocess.Popen(
            ["/bin/sh", "-c", f'for n in 1 2 3 4; do "{PROGRAM}" log "w{writer} $n"; done'],
            env=shared.env,
            stdout=subprocess.PIPE,
            text=True,
        )
        for writer in range(3)
    ]
    ids = [line for writer in writers for line in writer.communicate()[0].split()]
    assert len(set(ids)) == len(ids) == 12
    assert {row[0] for row in shared.done("list").rows} == set(ids)
    assert shared.done("verify").code == 0


def test_a_store_moves_to_a_server_and_back(escalate: Shell, address: str, tmp_path: Path) -> None:
    escalate.done("init", "--sample", "it-support")
    escalate.done("log", "Mail is down", "-p", "P1", "-r", "kim")
    escalate.done("ack", "1", "--take", now="+5m")
    escalate.done("check", now="+2h")
    head = escalate.done("verify", "--head").stdout.strip()
    moved = escalate.done("migrate", "--to", address, "--json").data
    assert (moved["new"], moved["tickets"], moved["head"]) == (True, 1, head)
    assert escalate.done("migrate", "--to", address, "--json").data["new"] is False
    there = ("--store", address)
    assert escalate.done("verify", *there).code == 0
    assert escalate.done("policy", "show", *there).stdout == escalate.done("policy", "show").stdout
    back = tmp_path / "back"
    escalate.done("migrate", "--to", str(back), *there)
    first, last = (
        [line for line in (folder / "tickets.json").read_text().splitlines() if '"id"' in line]
        for folder in (escalate.store, back)
    )
    assert first == last
    assert escalate.done("verify", "--head", "--store", str(back)).stdout.strip() == head
    escalate.done("note", "1", "more", *there, now="+3h")
    apart = escalate("migrate", "--to", address, "--json")
    assert (apart.code, apart.data["same"], apart.data["policy"]) == (1, False, True)
    assert (apart.data["tickets"], apart.data["tickets_there"]) == (1, 1)
    assert apart.stderr == (
        "compared: they differ since one of them went on: events up to number 7 here and 8 there. "
        "Nothing was changed\n"
    )
    for place in (address, str(back), f"{back}/../{back.name}"):
        itself = escalate(
            "migrate", "--to", place, "--store", address if "://" in place else str(back)
        )
        assert (itself.stdout, itself.code) == ("", 2)
        assert itself.stderr.startswith("escalate: error: that is where the tickets are\n")


def test_a_store_that_was_only_begun_goes_by_the_policy_of_the_one_that_comes(
    escalate: Shell, address: str, tmp_path: Path
) -> None:
    escalate.done("init", "--sample", "it-support")
    escalate.amend("name: IT support", "name: Ours")
    escalate.done("log", "Mail is down")
    folder = tmp_path / "begun"
    for place in (address, str(folder)):
        escalate.done("init", "--sample", "it-support", "--store", place)
        moved = escalate.done("migrate", "--to", place, "--json")
        assert (moved.data["same"], moved.data["policy"]) == (True, True)
        kept = moved.stderr.splitlines()[0].partition("; ")[2]
        assert kept == f"the one before is {'kept' if place == address else 'policy.yaml.bak'}"
        assert "name: Ours" in escalate.done("policy", "show", "--store", place).stdout
        again = escalate.done("migrate", "--to", place, "--json")
        assert (again.data["new"], again.data["policy"]) == (False, True)
    assert "name: IT support" in (folder / "policy.yaml.bak").read_text()
    escalate.amend("name: Ours", "name: Another")
    apart = escalate("migrate", "--to", address, "--json")
    assert (apart.code, apart.data["policy"]) == (1, False)
    assert apart.stderr.endswith("went on: another policy there. Nothing was changed\n")
    assert "name: Ours" in escalate.done("policy", "show", "--store", address).stdout


def test_the_tests_of_a_policy_go_to_a_folder_and_stay_where_a_server_comes(
    escalate: Shell, address: str, tmp_path: Path
) -> None:
    escalate.done("init", "--sample", "it-support")
    escalate.done("log", "Mail is down")
    other, back = tmp_path / "other", tmp_path / "back"
    escalate.done("migrate", "--to", str(other))
    for name in ("policy.test.yaml", "policy.schema.json"):
        assert (other / name).read_bytes() == (escalate.store / name).read_bytes()
    tests = escalate.store / "policy.test.yaml"
    moved = escalate.done("migrate", "--to", address)
    assert f"a server keeps no tests of it, so those stay in {tests}\n" in moved.stderr
    refused = escalate("policy", "test", "--store", address)
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr == (
        "escalate: error: the policy is in the store, which keeps no tests of it\n"
        "help: escalate policy test FILE takes those of a file\n"
    )
    assert escalate.done("policy", "test", str(tests), "--store", address).code == 0
    escalate.done("migrate", "--to", str(back), "--store", address)
    assert (back / "policy.schema.json").exists()
    assert not (back / "policy.test.yaml").exists()


def test_a_policy_that_nobody_had_before_names_none_that_is_kept(
    escalate: Shell, address: str, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(escalate.done("policy", "show").stdout)
    for place in (address, str(tmp_path / "fresh")):
        for is_first in (True, False):
            said = escalate.done("policy", "apply", str(own), "--yes", "--store", place).stderr
            assert ("the one before is" in said) != is_first


def test_when_check_ran_last_goes_along(escalate: Shell, address: str) -> None:
    escalate.done("init", "--sample", "it-support")
    escalate.done("log", "Mail is down")
    escalate.done("check", now="+1h")
    escalate.done("migrate", "--to", address)
    ran = escalate.done("check", "--dry-run", "--json", now="+1h").data["last_check_at"]
    there = escalate.done("check", "--dry-run", "--json", "--store", address, now="+1h").data
    assert ran is not None
    assert there["last_check_at"] == ran


def test_what_was_redacted_on_a_server_is_gone_but_for_what_the_server_keeps(
    shared: Shell,
) -> None:
    shared.done("log", "Mail is down")
    shared.done("note", "1", "her word is swordfish")
    backup = shared.done("backup", "--json").data["file"]
    other = Path(backup).with_name("main-2026-11-23T080000Z.tar")
    other.touch()
    said = shared.done("redact", "1", "--event", "2", "-m", "a password")
    assert backup in said.stdout + said.stderr
    assert str(other) not in said.stdout + said.stderr
    assert "its log, replicas and dumps" in said.stdout + said.stderr
    assert "swordfish" not in shared.done("export").stdout
    assert shared.done("list", "swordfish").stdout == ""
    assert shared.done("verify").code == 0


def test_doctor_examines_a_store_on_a_server(
    shared: Shell, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = shared.done("doctor", "--json")
    assert said.stderr.startswith("there is no ticket in postgresql://")
    shared.done("init")
    shared.done("log", "one")
    server_care = pytest.importorskip("escalate_cli.store.postgres.care.server_care")
    off = wiring.machine_clock() - timedelta(minutes=5)
    monkeypatch.setattr(server_care, "_clock", lambda: off)
    result = shared("doctor", "--store", f"{address}&password=s3cret", "--json")
    found = {each["check"]: each["found"] for each in result.data}
    assert found["password"] == "a password stands in the address, where other accounts may see it"
    assert found["clock"].endswith("s apart")
    assert "postgres:@" in address
    unsaid = shared("doctor", "--json").data
    assert "password" not in {each["check"] for each in unsaid}
    assert "s3cret" not in result.stdout + result.stderr


def test_what_another_store_knows_comes_in_on_a_server(escalate: Shell, address: str) -> None:
    escalate.done("log", "Mail is down", "-r", "kim")
    there = ("--store", address)
    escalate.done("log", "Disk full", *there)
    escalate.done("import", "--from", "escalate", str(escalate.store), *there)
    titles = {row[-1] for row in escalate.done("list", *there).rows}
    assert titles == {"Mail is down", "Disk full"}
    assert escalate.done("verify", *there).code == 0
