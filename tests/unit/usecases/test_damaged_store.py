"""One ticket that is damaged is named by whoever looks, and stops nobody who looks at others."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.errors import DamagedHistoryError, DamagedStoreError
from escalate_cli.store.care.file_care import FileCare
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.json_store import JsonStore
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.doctor import examine
from escalate_cli.usecases.care.verify import head, verify
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.insight.report import report
from escalate_cli.usecases.verbs.note import note
from tests.conftest import DAY, HOUR, MONDAY_NINE
from tests.unit.store.contexts import a_context, finished, listed, logged


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """Return a context at a store of three tickets."""
    context = a_context(JsonStore(tmp_path))
    logged(context, "one", "two", "three")
    return context


def file_of(context: Context) -> Path:
    assert isinstance(context.store, JsonStore)
    return context.store.folder / "tickets.json"


def of_no_policy(row: bytes) -> bytes:
    at = row.index(b'"policy":"') + len(b'"policy":"')
    return row[:at] + b"0" * 64 + row[at + 64 :]


def of_year_9999(row: bytes) -> bytes:
    return row.replace(b'"at":"2026', b'"at":"9999')


def broken(row: bytes) -> bytes:
    return row.replace(b'"title":"two"', b'"title":two')


def spoil(context: Context, change: Callable[[bytes], bytes], *, seal: bool = False) -> bytes:
    """Change the row of T-2, and perhaps vouch for it, as versions of before did."""
    path = file_of(context)
    if seal:
        with TableFile(path).transaction() as image:
            image.put("tickets", 2, change(image.get("tickets", 2) or b""))
    else:
        old, row, rest = path.read_bytes().partition(b'"2": ')
        line, end, others = rest.partition(b"\n")
        path.write_bytes(old + row + change(line) + end + others)
    return path.read_bytes()


@pytest.mark.parametrize("change", [broken, of_year_9999])
def test_check_reports_it_and_writes_nothing(
    context: Context, change: Callable[[bytes], bytes]
) -> None:
    raw = spoil(context, change)
    assert "T-2" in {each.ticket for each in check(context).errors}
    assert file_of(context).read_bytes() == raw


def test_check_decides_on_the_others_and_the_damage_stays_to_be_seen(context: Context) -> None:
    assert isinstance(context.store, JsonStore)
    note(context, ["3"], "a change, before which there is a version")
    spoil(context, of_year_9999)
    folder = file_of(context).parent
    sound = (folder / "tickets.json.bak").read_bytes()
    context.store.spares_damage = True
    for hours in (3, 6):
        late = a_context(context.store, MONDAY_NINE + hours * HOUR)
        note(late, ["1"], "goes on")
    with pytest.raises(DamagedHistoryError, match="T-2 cannot be read"):
        note(context, ["2"], "x")
    context.store.spares_damage = False
    with pytest.raises(DamagedStoreError, match="T-2: "):
        note(context, ["1"], "x")
    assert (folder / "tickets.json.bak").read_bytes() == sound
    assert len(list((folder / "backups").glob("tickets-edited-*"))) == 1
    [mended] = FileCare(folder).repair()
    assert mended.lost == "nothing"
    assert verify(context).differences == ()
    assert [len(context.store.read().events(number)) for number in (1, 2, 3)] == [3, 1, 2]


@pytest.mark.parametrize("seal", [True, False], ids=["vouched for", "seen at once"])
@pytest.mark.parametrize("change", [of_year_9999, of_no_policy])
def test_verify_and_doctor_name_it(
    context: Context, change: Callable[[bytes], bytes], seal: bool
) -> None:
    spoil(context, change, seal=seal)
    assert {each.ticket for each in verify(context).differences} >= {"T-2"}
    found = FileCare(file_of(context).parent).examine()
    said = [each.found for each in found.symptoms]
    said += [each.found for each in examine(context, found.view)] if found.view else []
    assert any("T-2" in each for each in said)


def test_verify_looks_at_the_others_of_a_file_that_is_no_json(context: Context) -> None:
    spoil(context, broken)
    found = verify(context)
    assert found.tickets == 2
    assert [(each.ticket, each.kept) for each in found.differences] == [
        ("store", "kept"),
        ("store", "readable"),
        ("T-2", "readable"),
    ]
    with pytest.raises(DamagedStoreError, match="damaged too: T-2"):
        head(context)


def test_a_list_leaves_out_what_follows_a_policy_that_is_gone(context: Context) -> None:
    spoil(context, of_no_policy, seal=True)
    with pytest.raises(DamagedHistoryError, match="is not in the store"):
        listed(context)
    heard: list[tuple[str, Exception]] = []
    hearing = replace(context, leave_out=lambda ticket, error: heard.append((ticket, error)))
    assert listed(hearing) == ["T-1", "T-3"]
    assert [ticket for ticket, _ in heard] == ["T-2"]


def test_a_damaged_ticket_is_shown_in_lists_as_it_was_last_known(context: Context) -> None:
    spoil(context, of_year_9999)
    assert listed(context) == ["T-1", "T-2", "T-3"]
    with pytest.raises(DamagedHistoryError, match="T-2 cannot be read"):
        context.history(context.store.read(), 2)


def test_a_part_of_the_archive_that_is_lost_is_said_once(context: Context) -> None:
    assert isinstance(context.store, JsonStore)
    finished(context.store, ["T-2"])
    archive(a_context(context.store, MONDAY_NINE + 31 * DAY))
    for each in (file_of(context).parent / "archive").iterdir():
        each.unlink()
    found = FileCare(file_of(context).parent).examine()
    assert found.view is not None
    assert [each.check for each in found.symptoms] == ["archive"]
    assert "chain" in [each.check for each in examine(context, found.view)]
    assert [each.restored_from for each in FileCare(file_of(context).parent).repair()] == [None]


def test_a_report_counts_a_ticket_whose_date_nobody_can_read_as_left_out(context: Context) -> None:
    spoil(context, broken)
    now = context.now
    period = Period(since=now - DAY, until=now + DAY)
    found = report(context, period, parse([], context))
    assert (found.figures.tickets, found.left_out["damaged"]) == (2, 1)
    before = replace(period, since=now - 2 * DAY, until=now - DAY)
    other = report(context, before, parse([], context))
    assert (other.left_out["outside"], other.left_out["damaged"]) == (2, 1)
