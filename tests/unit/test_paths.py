"""Where things are, by option, environment, folder and account."""

import os
import pwd
from pathlib import Path

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.paths import (
    begun_at,
    cache_folder,
    find_store,
    is_of_store,
    real_login,
    state_folder,
)


def nowhere() -> Path:
    raise FileNotFoundError


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"XDG_STATE_HOME": "/state", "HOME": "/home/bo"}, "/state/escalate"),
        ({"XDG_STATE_HOME": "state", "HOME": "/home/bo"}, "/home/bo/.local/state/escalate"),
        ({"HOME": "/home/bo"}, "/home/bo/.local/state/escalate"),
    ],
    ids=["as told", "a relative folder is ignored", "the usual place"],
)
def test_crash_files_follow_the_environment(environ: dict[str, str], folder: str) -> None:
    assert state_folder(environ) == Path(folder)


def test_without_a_home_the_account_knows_the_place() -> None:
    home = pwd.getpwuid(os.getuid()).pw_dir
    assert cache_folder({}) == Path(home, ".cache/escalate/policies")


def test_an_account_without_a_name_uses_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)
    assert cache_folder({}) == Path("/.cache/escalate/policies")
    assert real_login() == "uid:4000000000"


def test_the_account_is_not_what_the_environment_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "ceo")
    monkeypatch.setenv("LOGNAME", "ceo")
    assert real_login() == pwd.getpwuid(os.getuid()).pw_name


def test_the_option_goes_before_the_environment() -> None:
    place = find_store("/a", {"ESCALATE_STORE": "/b"}, nowhere)
    assert (place.folder, place.why) == (Path("/a"), "--store names it")


def test_the_environment_goes_before_the_folder(tmp_path: Path) -> None:
    (tmp_path / ".escalate").mkdir()
    place = find_store(None, {"ESCALATE_STORE": "/b"}, lambda: tmp_path)
    assert (place.folder, place.why) == (Path("/b"), "ESCALATE_STORE names it")


def test_the_nearest_folder_upwards_is_found(tmp_path: Path) -> None:
    below = tmp_path / "one" / "two"
    below.mkdir(parents=True)
    (tmp_path / ".escalate").mkdir()
    assert find_store(None, {}, lambda: below).folder == tmp_path / ".escalate"


def test_else_the_data_folder_of_the_user_serves(tmp_path: Path) -> None:
    assert find_store(None, {"XDG_DATA_HOME": "/data"}, lambda: tmp_path).folder == Path(
        "/data/escalate"
    )


def test_a_working_folder_that_is_gone_is_no_failure() -> None:
    assert find_store(None, {"XDG_DATA_HOME": "/data"}, nowhere).folder == Path("/data/escalate")


@pytest.mark.parametrize(
    ("asked", "environ"), [("rel", {}), (None, {"ESCALATE_STORE": "rel"})], ids=["typed", "set"]
)
def test_what_begins_in_a_folder_that_is_gone_is_refused(
    asked: str | None, environ: dict[str, str]
) -> None:
    with pytest.raises(UsageError, match="the folder in which rel would begin is gone"):
        find_store(asked, environ, nowhere)
    with pytest.raises(UsageError, match=r"the folder in which \.escalate would begin is gone"):
        begun_at(".escalate", nowhere)


def test_a_database_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="mysql"):
        find_store("mysql://db/tickets", {}, nowhere)


@pytest.mark.parametrize("written", ["postgresql:/db/x", "postgres:db/x", "postgresql:"])
def test_an_address_with_a_slash_too_few_is_no_folder(written: str) -> None:
    with pytest.raises(UsageError, match=r"^the address of a server begins with postgresql://$"):
        find_store(written, {}, nowhere)
    assert find_store(f"./{written}", {}, Path.cwd).folder == Path(written)


def test_a_server_is_shown_without_its_password() -> None:
    found = find_store("postgresql://a:b@db/x?password=c&sslmode=require", {"HOME": "/h"}, nowhere)
    assert found.shown == found.absolute == "postgresql://a@db/x?password=***&sslmode=require"
    assert (found.folder, found.is_named) == (Path("/h/.config/escalate"), True)


def test_the_password_of_a_key_is_not_shown_either() -> None:
    found = find_store("postgresql://a@db/x?sslpassword=c&store=y", {}, nowhere)
    assert found.shown == "postgresql://a@db/x?sslpassword=***&store=y"


@pytest.mark.parametrize(
    "written",
    [
        *("a:se%cret@db/x", "a:se/cret@db/x", "a:se?cret@db/x", "a:se@cret@db/x", "a:1/2@db/x"),
        *("a:1?s=2@db/x", "db:secret/x", "a:secret", "db/x?password=se%cret", "[::1]x:se/x"),
    ],
)
def test_an_address_in_which_a_password_is_not_where_it_is_looked_for_is_refused(
    written: str,
) -> None:
    with pytest.raises(UsageError) as refused:
        find_store(f"postgresql://{written}", {}, nowhere)
    assert str(refused.value) == "the address of the server cannot be read"
    assert refused.value.help is not None
    assert "@ is %40" in refused.value.help


@pytest.mark.parametrize(
    "written",
    [
        *("/x", "/x?host=/tmp/run", "a:b@/x", "db:5432/x", "a@[::1]:5432/x", "a:b%40c@db:1/x"),
        *("db1:5432,db2:5433/x?target_session_attrs=read-write", "a:b:c@db/x", "a@db", "db:/x"),
    ],
)
def test_any_address_that_libpq_reads_as_it_is_meant_is_taken(written: str) -> None:
    assert find_store(f"postgresql://{written}", {}, nowhere).server == f"postgresql://{written}"


@pytest.mark.parametrize(
    ("name", "is_its_own"),
    [
        ("tickets.json", True),
        ("tickets.json.damaged-1", True),
        ("sub/../lock", True),
        ("archive/0001.json", True),
        ("backups/mine/x", True),
        ("sent.jsonl", False),
        ("locksmith", False),
        ("sub/tickets.json", False),
    ],
)
def test_a_store_has_files_of_its_own(tmp_path: Path, name: str, is_its_own: bool) -> None:
    (tmp_path / "sub").mkdir()
    assert is_of_store(tmp_path / name, tmp_path) is is_its_own
