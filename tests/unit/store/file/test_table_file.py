"""A file of rows under kills, crowds and hands."""

import json
from pathlib import Path

import pytest

from escalate_cli.errors import DamagedStoreError, DeadLinkError, NewerFormatError, StoreBusyError
from escalate_cli.store.file.file_format import Image
from escalate_cli.store.file.locking import exclusive
from escalate_cli.store.file.table_file import TableFile
from tests.unit.store import names
from tests.unit.store.processes import script

KILLED_AT_RANDOM = """
import json, os, random, signal, sys, time
from pathlib import Path
from select import select
from escalate_cli.store.file.file_format import parse
from escalate_cli.store.file.table_file import TableFile

path, kills = Path(sys.argv[1]), int(sys.argv[2])
chance = random.Random(4)
result = {"acknowledged": 0, "unreadable": 0, "lost": 0, "old": 0, "failed": 0}


def commit_until_killed(acknowledge):
    file = TableFile(path, "rows")
    while True:
        with file.transaction() as image:
            number = image.highest("rows") + 1
            image.meta["seq"] = number
            image.put("rows", number, b'{"n":%d,"x":"%b"}' % (number, b"x" * (number * 37 % 900)))
            image.put("rows", 1, b'{"n":1,"text":"%b"}' % (b"y" * (number * 53 % 5000)))
            if number % 60 == 0:
                for row in range(number - 58, number):
                    image.delete("rows", row)
        os.write(acknowledge, b"%d\\n" % number)


for number in range(kills):
    read_end, write_end = os.pipe()
    child = os.fork()
    if not child:
        try:
            commit_until_killed(write_end)
        finally:
            os._exit(1)
    os.close(write_end)
    if number % 2:  # the others may die before their first commit on a slow machine
        select([read_end], [], [])
    time.sleep(chance.uniform(0.001, 0.02))
    os.kill(child, signal.SIGKILL)
    result["failed"] += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != -signal.SIGKILL
    with os.fdopen(read_end) as pipe:
        said = [int(line) for line in pipe]
    result["acknowledged"] += len(said)
    image = TableFile(path).read()
    if image is None:
        result["lost"] += len(said)
    elif image.edited:
        result["unreadable"] += 1
    elif said and image.meta["seq"] < said[-1]:
        result["lost"] += 1
    elif image.highest("rows") != image.meta["seq"]:
        result["unreadable"] += 1
    old = path.with_name(path.name + ".bak")
    result["old"] += old.exists() and parse(old.read_bytes(), "bak").edited
result["left"] = sorted(os.listdir(path.parent))
with TableFile(path, "rows", wait=1).transaction() as image:
    image.meta["after"] = True
print(json.dumps(result))
"""
A_CROWD = """
import json, os, sys
from pathlib import Path
from escalate_cli.store.file.table_file import TableFile

path, writers, each = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for writer in range(writers):
    if not os.fork():
        try:
            file = TableFile(path, "rows", wait=60)
            for n in range(each):
                with file.transaction() as image:
                    number = image.highest("rows") + 1
                    image.put("rows", number, b'{"writer":%d,"n":%d}' % (writer, n))
        finally:
            os._exit(0)
reads, least = [], 0
for _ in range(writers):
    while not os.waitpid(-1, os.WNOHANG)[0]:
        image = TableFile(path).read()
        reads.append(image.count("rows") if image else 0)
rows = [row.decode() for _, row in TableFile(path).read().rows("rows")]
print(json.dumps({"rows": len(rows), "different": len(set(rows)), "grew": reads == sorted(reads)}))
"""
LOADED = """
import sys
import escalate_cli.store.file.table_file
print('{"loaded": %d}' % len({"tinydb", "json", "typer", "rich"} & sys.modules.keys()))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.json"


def put(path: Path, row_id: int, row: bytes) -> None:
    with TableFile(path, "rows").transaction() as image:
        image.put("rows", row_id, row)


def _put_one_and_fail(image: Image) -> None:
    image.put("rows", 2, b"{}")
    image.put("rows", 3, b"oops")


def rows(path: Path) -> dict[int, bytes]:
    image = TableFile(path).read()
    assert image is not None
    return dict(image.rows("rows"))


def test_reading_creates_nothing(path: Path) -> None:
    assert TableFile(path, "rows").read() is None
    assert names(path.parent) == []


def test_a_new_file_begins_with_its_tables(path: Path) -> None:
    with TableFile(path, "rows", "others").transaction() as image:
        image.meta["seq"] = 1
    again = TableFile(path).read()
    assert again is not None
    assert (again.tables, again.meta) == (["rows", "others"], {"seq": 1})


def test_a_block_is_one_commit(path: Path) -> None:
    put(path, 1, b'{"a":1}')
    with TableFile(path).transaction() as image:
        image.put("rows", 2, b'{"b":1}')
        image.put("rows", 3, b'{"c":1}')
        assert list(rows(path)) == [1]
    assert list(rows(path)) == [1, 2, 3]
    assert b'"2"' not in path.with_name("t.json.bak").read_bytes()


def test_an_exception_leaves_the_file_as_it_was(path: Path) -> None:
    put(path, 1, b"{}")
    with pytest.raises(ValueError, match="not a row"), TableFile(path).transaction() as image:
        _put_one_and_fail(image)
    assert list(rows(path)) == [1]


def test_nothing_changed_is_nothing_written(path: Path) -> None:
    put(path, 1, b'{"a":1}')
    before = path.stat()
    put(path, 1, b'{"a":1}')
    assert path.stat().st_ino == before.st_ino


def test_two_ways_to_one_file_lead_to_one_lock(path: Path, tmp_path: Path) -> None:
    put(path, 1, b"{}")
    (tmp_path / "other").mkdir()
    link = tmp_path / "other" / "link.json"
    link.symlink_to(path)
    with (
        exclusive(path.with_name("lock")),
        pytest.raises(StoreBusyError),
        TableFile(link, wait=0).transaction(),
    ):
        raise AssertionError
    put(link, 2, b"{}")
    assert link.is_symlink()
    assert list(rows(path)) == [1, 2]


def test_a_second_file_is_changed_under_the_lock_of_the_first(path: Path) -> None:
    second = TableFile(path.with_name("second.json"), "rows")
    with TableFile(path, "rows").transaction() as image:
        with second.locked() as other:
            other.put("rows", 1, b"{}")
        image.put("rows", 1, b'{"moved":true}')
    assert list(rows(second.path)) == [1] == list(rows(path))


@pytest.mark.parametrize("damage", [b"", b"\0" * 50, b'{"rows": {'], ids=["empty", "NUL", "cut"])
def test_a_damaged_file_is_neither_read_nor_written(path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    with pytest.raises(DamagedStoreError):
        TableFile(path).read()
    with pytest.raises(DamagedStoreError):
        put(path, 1, b"{}")
    assert path.read_bytes() == damage
    assert names(path.parent) == ["lock", "t.json"]


@pytest.mark.parametrize("is_folder", [False, True], ids=["of the file", "of the folder"])
def test_a_link_that_leads_to_nothing_begins_nothing(tmp_path: Path, is_folder: bool) -> None:
    (tmp_path / "store").mkdir()
    link = tmp_path / "link" if is_folder else tmp_path / "store" / "t.json"
    link.symlink_to(tmp_path / "away" / "t.json")
    named = link / "t.json" if is_folder else link
    with pytest.raises(DeadLinkError, match="which is not there"):
        TableFile(named, "rows").begun()
    assert not (tmp_path / "away").exists()


def test_a_newer_file_is_read_but_not_written(path: Path) -> None:
    put(path, 1, b"{}")
    newer = path.read_bytes().replace(b'"format":3', b'"format":4,"more":"x"')
    path.write_bytes(newer)
    assert list(rows(path)) == [1]
    with pytest.raises(NewerFormatError):
        put(path, 2, b"{}")
    assert path.read_bytes() == newer


def test_an_edited_file_is_written_in_lines_again(path: Path) -> None:
    put(path, 1, b'{"a":1}')
    document = json.loads(path.read_bytes())
    document["rows"]["5"] = {"by": "hand"}
    document["mine"] = {"1": {"x": 1}}
    document["meta"]["1"]["colour"] = "red"
    path.write_text(json.dumps(document, indent=2))
    put(path, 6, b"{}")
    image = TableFile(path).read()
    assert image is not None
    assert (image.edited, image.tables, image.meta) == (False, ["rows", "mine"], {"colour": "red"})
    assert list(rows(path)) == [1, 5, 6]


BAD = ("lost", "unreadable", "old", "failed")


def test_kill_9_loses_nothing_that_was_acknowledged(path: Path) -> None:
    found = script(KILLED_AT_RANDOM, path, 40)
    assert found["acknowledged"] != 0
    assert [found[each] for each in BAD] == [0, 0, 0, 0]


@pytest.mark.faults
def test_a_thousand_kills_lose_nothing_and_leave_two_files_at_most(path: Path) -> None:
    found = script(KILLED_AT_RANDOM, path, 1000)
    assert [found[each] for each in BAD] == [0, 0, 0, 0]
    assert isinstance(found["left"], list)
    assert set(found["left"]) - {"lock", "t.json", "t.json.bak"} <= {
        "t.json.escalate-new",
        "t.json.bak.escalate-new",
    }


def test_a_crowd_of_writers_loses_nothing_and_readers_see_it_grow(path: Path) -> None:
    assert script(A_CROWD, path, 4, 15) == {"rows": 60, "different": 60, "grew": True}


@pytest.mark.faults
def test_eight_writers_with_200_commits_each_lose_nothing(path: Path) -> None:
    assert script(A_CROWD, path, 8, 200) == {"rows": 1600, "different": 1600, "grew": True}


def test_it_needs_neither_tinydb_nor_json() -> None:
    assert script(LOADED) == {"loaded": 0}
