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


NAMING = with_part(
    'calendars: {office: {mon-fri: "09:00-17:00", holidays: [{ics: year.ics}, easter+1]}}'
)
HOLIDAY = b"""BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270601
END:VEVENT
END:VCALENDAR
"""
WARM_WITH_FILES = WARM.replace(
    'policy_of(sys.stdin.buffer.read(), "policy.yaml")',
    "policy_at(Path(sys.argv[2]), sys.stdin.buffer.read())",
)


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """Return where a policy lies, with a file of holidays beside it."""
    pytest.importorskip("icalendar")
    (tmp_path / "year.ics").write_bytes(HOLIDAY)
    return tmp_path / "policy.yaml"


def test_the_days_of_a_file_become_part_of_the_text(folder: Path, beside: Path) -> None:
    whole = _library(folder).whole(NAMING, beside)
    assert whole == NAMING + b'files:\n  "year.ics": [2027-06-01]\n'
    beside.with_name("year.ics").unlink()
    policy = _library(folder).policy_of(whole, "pinned policy")
    assert policy.rules.calendars["office"].holidays == (date(2027, 6, 1),)


def test_a_file_is_read_again_only_when_it_has_changed(folder: Path, beside: Path) -> None:
    first = _library(folder).whole(NAMING, beside)
    times = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert _library(folder).whole(NAMING, beside) == first
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == times
    beside.with_name("year.ics").write_bytes(HOLIDAY.replace(b"20270601", b"20270602"))
    assert _library(folder).whole(NAMING, beside) == first.replace(b"06-01", b"06-02")
    beside.with_name("year.ics").unlink()
    with pytest.raises(PolicyError, match=r"'year\.ics' cannot be read"):
        _library(folder).whole(NAMING, beside)


def test_a_file_lies_beside_the_real_policy(folder: Path, beside: Path, tmp_path: Path) -> None:
    beside.write_bytes(NAMING)
    link = tmp_path / "elsewhere" / "policy.yaml"
    link.parent.mkdir()
    link.symlink_to(beside)
    assert b"2027-06-01" in _library(folder).whole(NAMING, link)


def test_a_text_that_names_no_file_stays_as_it_is(folder: Path, tmp_path: Path) -> None:
    for source in (SOURCE, SOURCE + b"# an ics file\n"):
        assert _library(folder).whole(source, tmp_path / "policy.yaml") == source


@pytest.mark.parametrize("content", [None, b"x" * (1 << 20), b"hello"], ids=["none", "long", "bad"])
def test_a_file_that_is_no_list_of_holidays_is_a_mistake_at_its_place(
    folder: Path, beside: Path, content: bytes | None
) -> None:
    path = beside.with_name("year.ics")
    path.unlink()
    if content is None:
        os.mkfifo(path)
    else:
        path.write_bytes(content + b"x")
    with pytest.raises(PolicyError, match=r"policy\.yaml:1:57: error: 'year\.ics' is"):
        _library(folder).whole(NAMING, beside)


def test_a_kept_policy_with_files_costs_neither_yaml_nor_calendars(
    folder: Path, beside: Path
) -> None:
    program = [sys.executable, "-c", WARM_WITH_FILES, str(folder), str(beside)]
    subprocess.run(program, input=NAMING, capture_output=True, check=True)
    done = subprocess.run(program, input=NAMING, capture_output=True, check=True)
    assert not {b"yaml", b"icalendar", b"dateutil"} & set(done.stdout.split())


@pytest.mark.parametrize("name", ["Feiertage 😀 \\u0041.ics", "a \"b\" 'c'.ics", "# x: [y].ics"])
def test_a_file_may_have_any_name(folder: Path, beside: Path, name: str) -> None:
    beside.with_name(name).write_bytes(HOLIDAY)
    quoted = name.replace("'", "''")
    source = NAMING.replace(b"year.ics", f"'{quoted}'".encode()).rstrip(b"\n")
    whole = _library(folder).whole(source, beside)
    policy = _library(folder).policy_of(whole, "pinned policy")
    assert policy.rules.calendars["office"].holidays == (date(2027, 6, 1),)
