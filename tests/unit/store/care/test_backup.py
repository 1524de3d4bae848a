"""A backup is one verified file, and restoring it loses nothing."""

import gzip
import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from escalate_cli.errors import (
    DamagedStoreError,
    EscalateError,
    StoreUnwritableError,
    UsageError,
)
from escalate_cli.store.care.backup import back_up, examined, restore
from escalate_cli.store.care.repair import repair
from escalate_cli.store.file.file_format import Image
from escalate_cli.store.json_store import JsonStore
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.care.verify import verify
from tests.conftest import DAY, HOUR, MONDAY_NINE
from tests.strange import STRANGE
from tests.unit.store import names
from tests.unit.store.contexts import a_context, finished, listed, logged

LATER = MONDAY_NINE + 31 * DAY


@pytest.fixture
def store(tmp_path: Path) -> JsonStore:
    """Make a store with T-1 in the archive, T-2 open, and a policy."""
    store = JsonStore(tmp_path / "store")
    logged(a_context(store), "one", "two")
    finished(store, ["T-1"])
    archive(a_context(store, LATER))
    (store.folder / "policy.yaml").write_text("version: 1\n", encoding="utf-8")
    return store


def ids(store: JsonStore) -> list[str]:
    return sorted(listed(a_context(store, LATER), everything=True))


def a_tar(path: Path, *members: tuple[str, bytes], kind: bytes = tarfile.REGTYPE) -> Path:
    """Write a tar file by hand."""
    with tarfile.open(path, "w") as tar:
        for name, raw in members:
            entry = tarfile.TarInfo(name)
            entry.size, entry.type = len(raw), kind
            tar.addfile(entry, io.BytesIO(raw))
    return path


def a_bomb(path: Path) -> Path:
    """Write a small file that unpacks to a large one."""
    raw = a_tar(path, ("tickets.json", b"\0" * 10_000_000)).read_bytes()
    path.write_bytes(gzip.compress(raw))
    return path


def a_pipe(path: Path) -> Path:
    """Make a named pipe that nobody writes to."""
    os.mkfifo(path)
    return path


def a_sparse(path: Path) -> Path:
    """Write a tar file whose member says that it is much larger than what is there."""
    entry = tarfile.TarInfo("tickets.json")
    entry.type, entry.size = tarfile.GNUTYPE_SPARSE, 0
    raw = bytearray(entry.tobuf(tarfile.GNU_FORMAT))
    raw[483:495] = b"00777777777\0"
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw)
    path.write_bytes(bytes(raw) + bytes(1024))
    return path


def a_liar(path: Path) -> Path:
    """Write a tar file whose member claims to be larger than any disk."""
    entry = tarfile.TarInfo("tickets.json")
    entry.size = 10**12
    path.write_bytes(entry.tobuf() + b"x" * 1000)
    return path


def test_everything_is_in_it(store: JsonStore) -> None:
    bundle = back_up(store.folder, MONDAY_NINE)
    assert bundle.file == str(store.folder / "backups" / "store-2026-11-23T080000Z.tar")
    assert (bundle.files, bundle.tickets) == (3, 2)
    assert Path(bundle.file).stat().st_mode & 0o777 == 0o600
    with tarfile.open(bundle.file) as tar:
        assert tar.getnames() == ["tickets.json", "archive/0001.json", "policy.yaml"]


def test_two_of_one_second_have_two_names(store: JsonStore) -> None:
    found = [Path(back_up(store.folder, MONDAY_NINE).file).name for _ in range(2)]
    assert found == ["store-2026-11-23T080000Z.tar", "store-2026-11-23T080000Z-2.tar"]


def test_a_file_is_replaced_only_by_force(store: JsonStore, tmp_path: Path) -> None:
    target = tmp_path / "mine.tar"
    target.write_text("precious", encoding="utf-8")
    with pytest.raises(UsageError, match="there already"):
        back_up(store.folder, MONDAY_NINE, target)
    assert target.read_text(encoding="utf-8") == "precious"
    assert back_up(store.folder, MONDAY_NINE, target, force=True).tickets == 2


def test_a_damaged_store_is_not_backed_up_as_if_it_were_sound(store: JsonStore) -> None:
    (store.folder / "archive" / "0001.json").write_bytes(b"{")
    with pytest.raises(DamagedStoreError):
        back_up(store.folder, MONDAY_NINE)


def test_without_a_store_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no store"):
        back_up(tmp_path / "none", MONDAY_NINE)


def test_a_folder_that_cannot_be_written_is_named(store: JsonStore, tmp_path: Path) -> None:
    with pytest.raises(EscalateError, match="cannot write"):
        back_up(store.folder, MONDAY_NINE, tmp_path / "none" / "x.tar")


def test_restoring_brings_everything_back_and_keeps_what_was_there(store: JsonStore) -> None:
    bundle = back_up(store.folder, MONDAY_NINE)
    (store.folder / "policy.yaml").write_text("version: 2\n", encoding="utf-8")
    logged(a_context(store, LATER), "three")
    done = restore(store.folder, Path(bundle.file), LATER)
    assert ids(store) == ["T-1", "T-2"]
    assert verify(a_context(store, LATER)).differences == ()
    assert (store.folder / "policy.yaml").read_text(encoding="utf-8") == "version: 1\n"
    assert done.kept_before is not None
    restore(store.folder, Path(done.kept_before), LATER + HOUR)
    assert ids(store) == ["T-1", "T-2", "T-3"]


def test_ids_given_since_the_backup_are_not_given_again(store: JsonStore) -> None:
    bundle = back_up(store.folder, MONDAY_NINE)
    logged(a_context(store, LATER), "three")
    restore(store.folder, Path(bundle.file), LATER)
    assert logged(a_context(store, LATER), "four") == ["T-4"]
    assert verify(a_context(store, LATER)).differences == ()


def test_buckets_that_came_later_go(store: JsonStore) -> None:
    bundle = back_up(store.folder, MONDAY_NINE)
    for name in ("0002.json", "0002.json.bak"):
        (store.folder / "archive" / name).write_bytes(
            (store.folder / "archive" / "0001.json").read_bytes()
        )
    restore(store.folder, Path(bundle.file), LATER)
    assert names(store.folder / "archive") == ["0001.json", "0001.json.bak"]
    assert repair(store.folder) == []


def test_it_can_be_restored_where_nothing_was(store: JsonStore, tmp_path: Path) -> None:
    bundle = back_up(store.folder, MONDAY_NINE)
    other = JsonStore(tmp_path / "other")
    done = restore(other.folder, Path(bundle.file), LATER)
    assert (ids(other), done.kept_before) == (["T-1", "T-2"], None)


def test_a_damaged_store_is_kept_as_it_is(store: JsonStore) -> None:
    bundle = back_up(store.folder, MONDAY_NINE)
    (store.folder / "tickets.json").write_bytes(b"\0\0")
    done = restore(store.folder, Path(bundle.file), LATER)
    assert ids(store) == ["T-1", "T-2"]
    with tarfile.open(str(done.kept_before)) as tar:
        member = tar.extractfile("tickets.json")
        assert member is not None
        assert member.read() == b"\0\0"


SOUND = b"".join(Image.empty("tickets").parts())
LATER_FORMAT = SOUND.replace(b'"format":3', b'"format":9')


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.write_bytes(b"no tar at all") and path, "is not a backup"),
        (lambda path: a_tar(path, ("../tickets.json", SOUND)), "is in it"),
        (lambda path: a_tar(path, ("/etc/passwd", SOUND)), "is in it"),
        (lambda path: a_tar(path, ("tickets.json", b""), kind=tarfile.SYMTYPE), "is in it"),
        (lambda path: a_tar(path, ("tickets.json", b""), kind=tarfile.FIFOTYPE), "is in it"),
        (lambda path: a_tar(path, ("tickets.json", SOUND), ("tickets.json", SOUND)), "is in it"),
        (lambda path: a_tar(path, ("policy.yaml", b"")), "tickets.json is not in it"),
        (lambda path: a_tar(path, ("tickets.json", b"{")), "damaged"),
        (lambda path: a_tar(path, ("tickets.json", LATER_FORMAT)), "has format 9"),
        (lambda path: path, "cannot be read: no such file"),
        (lambda path: path.parent, "cannot be read: is a directory"),
        (a_pipe, "cannot be read: not a regular file"),
        (lambda _path: Path("/dev/zero"), "cannot be read: not a regular file"),
        (a_bomb, "is not a backup"),
        (a_sparse, "is in it"),
        (a_liar, "is not a backup, or not all of one"),
    ],
    ids=[
        "no tar",
        "climbs out",
        "absolute",
        "a link",
        "a pipe",
        "twice",
        "no tickets",
        "damaged",
        "newer",
        "not there",
        "a folder",
        "a named pipe",
        "a device",
        "a bomb",
        "a sparse file",
        "a size of 1 TB",
    ],
)
def test_what_is_no_backup_changes_nothing(
    store: JsonStore, tmp_path: Path, make: Callable[[Path], Path], why: str
) -> None:
    file = make(tmp_path / "odd.tar")
    before = {path: path.read_bytes() for path in store.folder.rglob("*.json")}
    with pytest.raises(EscalateError, match=why) as caught:
        restore(store.folder, file, LATER)
    assert "\n" not in str(caught.value)
    assert {path: path.read_bytes() for path in store.folder.rglob("*.json")} == before


def test_a_backup_cut_short_is_refused(store: JsonStore) -> None:
    path = Path(back_up(store.folder, MONDAY_NINE).file)
    with tarfile.open(path) as tar:
        end = max(member.offset_data + tarfile.BLOCKSIZE for member in tar)
    whole = path.read_bytes()
    for length in {*range(0, end, 97), *range(0, end, tarfile.BLOCKSIZE), end + 1000}:
        path.write_bytes(whole[:length])
        with pytest.raises(EscalateError, match="not all of one"):
            examined(path)
    path.write_bytes(whole[: end + 2000])
    assert examined(path).files == 3


@pytest.mark.parametrize("named", ["relative", "by a link", "in full"])
def test_however_the_folder_is_named_the_archive_comes_back(
    store: JsonStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    made = back_up(store.folder, LATER, tmp_path / "kept.tar")
    (tmp_path / "link").symlink_to(store.folder)
    monkeypatch.chdir(tmp_path)
    ways = {"relative": Path("store"), "by a link": tmp_path / "link", "in full": store.folder}
    for _ in range(2):
        restore(ways[named], Path(made.file), LATER)
        assert ids(store) == ["T-1", "T-2"]
        assert verify(a_context(store, LATER)).differences == ()


def test_a_backup_takes_the_place_of_nothing_but_a_backup(store: JsonStore, tmp_path: Path) -> None:
    pipe = a_pipe(tmp_path / "pipe")
    for target in (pipe, tmp_path, store.folder / "tickets.json", store.folder / "archive" / "x"):
        with pytest.raises(UsageError, match=r"is no regular file|belongs to the store"):
            back_up(store.folder, LATER, target, force=True)
    assert pipe.is_fifo()
    assert ids(store) == ["T-1", "T-2"]


def test_a_backup_whose_rows_were_changed_into_something_else_is_refused(
    store: JsonStore, tmp_path: Path
) -> None:
    raw = (store.folder / "tickets.json").read_bytes()
    raw = raw.replace(b'"kind":"ticket_logged"', b'"kind":"x"')
    file = a_tar(tmp_path / "changed.tar", ("tickets.json", raw))
    with pytest.raises(DamagedStoreError):
        restore(store.folder, file, LATER)
    assert ids(store) == ["T-1", "T-2"]


@pytest.mark.parametrize("text", [b'"title":"two"', b'"title":"one"', b"version: 1"], ids=repr)
def test_a_backup_with_a_flipped_bit_is_refused(store: JsonStore, text: bytes) -> None:
    path = Path(back_up(store.folder, MONDAY_NINE).file)
    raw = bytearray(path.read_bytes())
    at = raw.index(text) + len(text) - 2
    raw[at] ^= 1
    path.write_bytes(raw)
    before = {each: each.read_bytes() for each in store.folder.rglob("*.json")}
    with pytest.raises(DamagedStoreError, match="its checksum does not fit"):
        restore(store.folder, path, LATER)
    assert {each: each.read_bytes() for each in store.folder.rglob("*.json")} == before


def test_a_file_without_a_checksum_beside_it_must_have_its_own(
    store: JsonStore, tmp_path: Path
) -> None:
    parts = ("tickets.json", "archive/0001.json")
    whole = [(name, (store.folder / name).read_bytes()) for name in parts]
    assert examined(a_tar(tmp_path / "old.tar", *whole)).tickets == 2
    for number, text in enumerate((b'"title":"two"', b'"title":"one"')):
        edited = list(whole)
        name, raw = edited[number]
        edited[number] = name, raw.replace(text, b'"title":"x"', 1)
        with pytest.raises(DamagedStoreError, match=f"{name}:1:1: .* its checksum does not fit"):
            examined(a_tar(tmp_path / "edited.tar", *edited))


def test_a_backup_without_a_part_of_the_archive_is_refused(
    store: JsonStore, tmp_path: Path
) -> None:
    raw = (store.folder / "tickets.json").read_bytes()
    with pytest.raises(
        DamagedStoreError, match=r"archive/0001.json:1:1: .* not all of the 1 tickets"
    ):
        examined(a_tar(tmp_path / "part.tar", ("tickets.json", raw)))
    (store.folder / "archive" / "0001.json").unlink()
    with pytest.raises(DamagedStoreError, match="not all of the 1 tickets"):
        back_up(store.folder, LATER)
    assert names(store.folder / "backups") == []


def test_what_was_edited_by_hand_is_backed_up_and_restored(store: JsonStore) -> None:
    path = store.folder / "tickets.json"
    edited = path.read_bytes().replace(b'"title":"two"', b'"title":"2"', 1)
    path.write_bytes(edited)
    made = back_up(store.folder, MONDAY_NINE)
    restore(store.folder, Path(made.file), LATER)
    assert path.read_bytes() == edited


def test_an_archive_on_another_disk_is_backed_up_too(store: JsonStore, tmp_path: Path) -> None:
    (store.folder / "archive").rename(tmp_path / "elsewhere")
    (store.folder / "archive").symlink_to(tmp_path / "elsewhere")
    made = back_up(store.folder, LATER, tmp_path / "kept.tar")
    assert (made.files, made.tickets) == (3, 2)
    restore(store.folder, Path(made.file), LATER)
    assert ids(store) == ["T-1", "T-2"]


NAMES = (
    "tickets.json.bak",
    "policy.yaml",
    "policy.test.yaml",
    "archive/0001.json",
    "archive/0001.json.bak",
    "archive/0002.json",
    "archive/0002.json.bak",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_a_restore_begins_only_where_all_that_it_replaces_is_the_stores(
    store: JsonStore, tmp_path: Path, name: str, plant: Callable[[Path], object]
) -> None:
    for policy in ("policy.yaml", "policy.test.yaml"):
        (store.folder / policy).touch()
    made = back_up(store.folder, LATER, tmp_path / "kept.tar")
    victim = (store.folder / name).with_name("victim")
    victim.write_bytes(b"mine")
    (store.folder / name).unlink(missing_ok=True)
    plant(store.folder / name)
    before = (store.folder / "tickets.json").read_bytes()
    with pytest.raises(StoreUnwritableError, match="which is left alone; nothing was changed"):
        restore(store.folder, Path(made.file), LATER)
    assert (store.folder / "tickets.json").read_bytes() == before
    assert (store.folder / name).lstat()
    assert victim.read_bytes() == b"mine"
    assert not (store.folder / "backups").exists()


@pytest.mark.parametrize("plant", STRANGE.values(), ids=STRANGE)
def test_force_replaces_a_file_and_nothing_else(
    store: JsonStore, tmp_path: Path, plant: Callable[[Path], object]
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    plant(tmp_path / "kept.tar")
    with pytest.raises(EscalateError):
        back_up(store.folder, LATER, tmp_path / "kept.tar", force=True)
    assert (tmp_path / "kept.tar").lstat()
    assert victim.read_bytes() == b"mine"


def test_what_lies_beside_a_backup_is_somebody_elses(store: JsonStore, tmp_path: Path) -> None:
    beside = [tmp_path / f"kept.tar{ending}" for ending in (".new", ".bak", ".bak.new")]
    for file in beside:
        file.write_bytes(b"mine")
    for _ in range(2):
        back_up(store.folder, LATER, tmp_path / "kept.tar", force=True)
    assert [file.read_bytes() for file in beside] == [b"mine"] * 3
