"""Each text is compiled once, whatever becomes of the cache."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from escalate_cli.domain.policy import people
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.errors import PolicyError
from escalate_cli.policyfile.cache_folder import CacheFolder
from escalate_cli.policyfile.policy_cache import PolicyCache
from escalate_cli.policyfile.samples import sample_policy
from tests.unit.policyfile.files import TODAY, with_part

SOURCE = with_part("name: kept")
WARM = """
import sys
from datetime import date
from pathlib import Path
from escalate_cli.policyfile.policy_cache import PolicyCache
from escalate_cli.policyfile.cache_folder import CacheFolder
folder = CacheFolder(Path(sys.argv[1]), Path("/nowhere"))
PolicyCache(folder, date(2026, 11, 23)).policy_of(sys.stdin.buffer.read(), "policy.yaml")
print(*sorted(sys.modules))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "escalate" / "policies"


def _library(folder: Path, today: date = TODAY) -> PolicyCache:
    return PolicyCache(CacheFolder(folder, folder.parents[2] / "store"), today)


def _policy(folder: Path, today: date = TODAY) -> Policy:
    return _library(folder, today).policy_of(SOURCE, "policy.yaml")


def _kept(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_a_policy_is_kept_and_found_again(folder: Path) -> None:
    compiled = _policy(folder)
    written = _kept(folder).stat().st_mtime_ns
    assert _policy(folder) == compiled
    assert _kept(folder).stat().st_mtime_ns == written


def test_what_is_kept_is_private(folder: Path) -> None:
    _policy(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert _kept(folder).stat().st_mode & 0o777 == 0o600


def test_a_library_reads_a_text_once(folder: Path) -> None:
    library = _library(folder, TODAY)
    assert library.policy_of(SOURCE, "a") is library.policy_of(SOURCE, "b")


def test_a_bad_policy_is_not_kept(folder: Path) -> None:
    with pytest.raises(PolicyError, match=r"mine\.yaml:1:1"):
        _library(folder, TODAY).policy_of(b"a: b", "mine.yaml")
    assert not folder.exists()


def test_another_text_is_another_policy(folder: Path) -> None:
    library = _library(folder, TODAY)
    assert (
        library.policy_of(SOURCE, "p").rules.id != library.policy_of(SOURCE + b"\n", "p").rules.id
    )
    assert len(list(folder.iterdir())) == 2


def test_a_policy_that_is_kept_is_not_checked_against_the_date_again(folder: Path) -> None:
    closed = ", ".join(str(TODAY + timedelta(days=day)) for day in range(500))
    calendar = f"{{mon-fri: 09:00-17:00, holidays: [{closed}]}}"
    source = with_part(f"calendars: {{office: {calendar}}}")
    years_before, in_between = TODAY - timedelta(days=700), TODAY + timedelta(days=10)
    kept = _library(folder, years_before).policy_of(source, "p")
    assert _library(folder, in_between).policy_of(source, "p") == kept
    with pytest.raises(PolicyError, match="does not open in the next 366 days"):
        _library(folder / "elsewhere", in_between).policy_of(source, "p")


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-10])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _open_to_others(file: Path) -> None:
    file.chmod(0o666)


def _other_policy(file: Path) -> None:
    other = _library(file.parents[1] / "other", TODAY)
    other.policy_of(SOURCE + b"# other\n", "p")
    file.write_bytes(_kept(other.folder.folder).read_bytes())


@pytest.mark.parametrize(
    "damage", [_cut, _empty, _flip, _open_to_others, _other_policy], ids=lambda f: f.__name__
)
def test_what_cannot_be_trusted_is_ignored_and_replaced(folder: Path, damage: object) -> None:
    compiled = _policy(folder)
    sound = _kept(folder).read_bytes()
    assert callable(damage)
    damage(_kept(folder))
    assert _policy(folder) == compiled
    assert _kept(folder).read_bytes() == sound
    assert _kept(folder).stat().st_mode & 0o777 == 0o600


def test_a_warm_cache_imports_no_yaml(folder: Path) -> None:
    source = sample_policy("it-support").encode()
    _library(folder, TODAY).policy_of(source, "p")
    told = subprocess.run(
        [sys.executable, "-c", WARM, str(folder)],
        input=source,
        capture_output=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
        cwd=Path(__file__).parents[3],
    ).stdout
    loaded = set(told.decode().split())
    assert "escalate_cli.policyfile.policy_cache" in loaded
    assert loaded.isdisjoint(
        {
            "yaml",
            "difflib",
            "escalate_cli.policyfile.loading",
            "escalate_cli.domain.engine.triggers",
        }
    )


def test_other_fields_of_what_is_kept_make_another_cache(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Person(msgspec.Struct):
        id: str
        new: str

    _policy(folder)
    monkeypatch.setattr(people, "Person", Person)
    assert _policy(folder).rules.name == "kept"
    assert len(list(folder.iterdir())) == 2
