"""Backup and restore of a store on a server: the same files as of a folder, either way."""

from pathlib import Path

import pytest

from escalate_cli.store.file.file_format import parse
from tests.cli.shell import Shell
from tests.postgres_server import Server


@pytest.fixture
def shared(escalate: Shell, server: Server) -> Shell:
    """Run command lines on a store on a server, with two tickets and a policy of its own."""
    escalate.env = {**escalate.env, "ESCALATE_STORE": server.new_address()}
    escalate.done("init", "--sample", "it-support")
    escalate.done("log", "Mail is down", "-p", "P1", "-r", "kim")
    escalate.done("log", "Disk full", "-r", "lee")
    escalate.done("ack", "1", "--take", now="+5m")
    return escalate


def titles(shell: Shell, *more: str) -> list[str]:
    return sorted(row[-1] for row in shell.done("list", "--all", *more).rows)


def test_a_backup_of_a_server_is_put_back_in_one_change_and_no_id_is_given_again(
    shared: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "all.tar"
    made = shared.done("backup", str(file), "--json").data
    assert (made["file"], made["files"], made["tickets"]) == (str(file), 2, 2)
    head = shared.done("verify", "--head").stdout
    assert shared.done("log", "Phone is dead", now="+6m").stdout == "T-3\n"
    put_back = shared.done("restore", str(file), "--json").data
    assert (put_back["restored"], put_back["tickets"]) == (str(file), 2)
    assert titles(shared) == ["Disk full", "Mail is down"]
    assert shared.done("verify", "--head").stdout == head
    assert shared.done("verify").code == 0
    assert shared.done("log", "Phone is dead", now="+8m").stdout == "T-4\n"
    before = Path(put_back["kept_before"])
    assert before.parent == Path(shared.env["HOME"]) / ".config/escalate/backups"
    shared.done("restore", str(before))
    assert titles(shared) == ["Disk full", "Mail is down", "Phone is dead"]


def test_a_backup_goes_from_a_server_to_a_folder_and_to_another_server(
    shared: Shell, server: Server, tmp_path: Path
) -> None:
    file, again = tmp_path / "all.tar", tmp_path / "again.tar"
    shared.done("backup", str(file))
    head = shared.done("verify", "--head").stdout
    policy = shared.done("policy", "show").stdout
    there = ("--store", server.new_address())
    folder = ("--store", str(tmp_path / "folder"))
    for place in (folder, there):
        put_back = shared.done("restore", str(file), "--json", *place).data
        assert put_back["kept_before"] is None
        assert shared.done("verify", "--head", *place).stdout == head
        assert shared.done("policy", "show", *place).stdout == policy
    shared.done("backup", str(again), *folder)
    shared.done("restore", str(again), *there)
    assert shared.done("verify", "--head", *there).stdout == head


def test_a_policy_of_before_comes_back_with_its_backup(shared: Shell, tmp_path: Path) -> None:
    file, own = tmp_path / "all.tar", tmp_path / "own.yaml"
    policy = shared.done("policy", "show").stdout
    shared.done("backup", str(file))
    own.write_text(policy.replace("name: IT support", "name: Ours"))
    shared.done("policy", "apply", str(own), "--yes")
    shared.done("restore", str(file))
    assert shared.done("policy", "show").stdout == policy


def test_what_is_no_backup_changes_nothing_on_a_server(shared: Shell, tmp_path: Path) -> None:
    file = tmp_path / "all.tar"
    shared.done("backup", str(file))
    raw = bytearray(file.read_bytes())
    at = raw.index(b"Mail is down")
    raw[at] ^= 1
    file.write_bytes(raw)
    head = shared.done("verify", "--head").stdout
    said = shared("restore", str(file))
    assert (said.stdout, said.code) == ("", 2)
    assert "its checksum does not fit" in said.stderr
    assert shared.done("verify", "--head").stdout == head


def test_a_restore_that_is_refused_leaves_no_copy_of_what_is_there(
    shared: Shell, tmp_path: Path
) -> None:
    folder, file = tmp_path / "folder", tmp_path / "all.tar"
    shared.done("log", "Printer jams", "--store", str(folder))
    path = folder / "tickets.json"
    image = parse(path.read_bytes(), "tickets.json")
    image.meta["head"] = "0" * 64
    path.write_bytes(b"".join(image.parts()))
    shared.done("backup", str(file), "--store", str(folder))
    head = shared.done("verify", "--head").stdout
    kept = {*(Path(shared.env["HOME"]) / ".config/escalate/backups").glob("*")}
    said = shared("restore", str(file))
    assert (said.stdout, said.code) == ("", 2)
    assert "its events are not those that were written" in said.stderr
    assert shared.done("verify", "--head").stdout == head
    assert {*(Path(shared.env["HOME"]) / ".config/escalate/backups").glob("*")} == kept


def test_a_backup_goes_over_no_file_unless_told_and_is_of_a_store_that_is_begun(
    shared: Shell, server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "all.tar"
    file.write_text("ours")
    said = shared("backup", str(file))
    assert (said.stdout, said.code, file.read_text()) == ("", 2, "ours")
    assert shared.done("backup", str(file), "--force").code == 0
    said = shared("backup", "--store", server.new_address())
    assert (said.stdout, said.code) == ("", 2)
    assert said.stderr.startswith("escalate: error: there is no store at postgresql://")
    own = Path(shared.done("backup", "--json").data["file"])
    assert own.parent == Path(shared.env["HOME"]) / ".config/escalate/backups"
