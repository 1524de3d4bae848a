"""A bucket's first line tells that nothing wanted is in it, and is doubted where it may be old."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from escalate_cli.store.file.archive import Buckets
from escalate_cli.store.file.bucket_summary import Summary, is_untrue, summary_in
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.rows.tables import LARGEST, Wanted

TIMES = b'"logged_at":"2026-01-0%dT00:00:00Z","updated_at":"2026-01-0%dT12:00:00.5Z"'
ROW = b'{"id":"T-1",%b,"source":"a \\"b\\"","events":[{"change":3},{"change":12}]}' % (
    TIMES % (2, 3)
)
OTHER = b'{"id":"T-2",%b,"title":"\\"change\\":99}","events":[{"change":5}]}' % (TIMES % (4, 4))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Put two tickets away, and name the file in which they are."""
    buckets = Buckets(tmp_path)
    buckets.put(1, ROW)
    buckets.put(2, OTHER)
    buckets.write()
    return buckets.file(1).path


def day(number: int, hour: int = 0) -> datetime:
    return datetime(2026, 1, number, hour, tzinfo=UTC)


def found(path: Path, wanted: Wanted) -> list[int]:
    return [number for number, _ in Buckets(path.parent.parent).rows(wanted=wanted)]


def passed_over(path: Path, wanted: Wanted, known: object = None) -> list[int]:
    numbers = Buckets(path.parent.parent, known).passed_over(wanted)
    return [number for some in numbers for number in some]


def rewritten(path: Path, old: bytes, new: bytes) -> None:
    """Change some bytes of a file, and nothing of what vouches for them."""
    raw = path.read_bytes()
    assert raw.count(old) == 1
    path.write_bytes(raw.replace(old, new))


def test_a_bucket_sums_up_what_it_holds(path: Path) -> None:
    summary = summary_in(path, "tickets")
    assert summary is not None
    assert (summary.change, summary.sources) == (12, ('a \\"b\\"',))
    assert (summary.numbers, [*summary.ranges]) == (((1, 2),), [range(1, 3)])
    assert (summary.first_at, summary.last_at) == (day(2), day(4, 12) + timedelta(seconds=0.5))


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(change=12), [1, 2]),
        (Wanted(change=13), []),
        (Wanted(source='a \\"b\\"'), [1, 2]),
        (Wanted(source="a"), []),
        (Wanted(between=(day(1), day(2))), []),
        (Wanted(between=(day(1), day(2, 1))), [1, 2]),
        (Wanted(between=(day(4, 12), day(9))), [1, 2]),
        (Wanted(between=(day(4, 13), day(9))), []),
        (Wanted(between=(day(4), day(9)), within=range(1001, 2001)), []),
    ],
    ids=str,
)
def test_one_that_cannot_have_what_is_wanted_is_not_read(
    path: Path, wanted: Wanted, numbers: list[int]
) -> None:
    assert found(path, wanted) == numbers
    if wanted.within is None:
        assert passed_over(path, wanted) == [each for each in (1, 2) if each not in numbers]


LATER = Wanted(between=(day(8), day(9)))


def test_numbers_that_no_ticket_has_are_not_passed_over(path: Path) -> None:
    buckets = Buckets(path.parent.parent)
    for number in (5, 7, 8, 1001):
        buckets.put(number, ROW)
    buckets.write()
    assert passed_over(path, LATER) == [1, 2, 5, 7, 8, 1001]
    assert buckets.stretches(LATER) == [range(LARGEST + 1)]
    assert buckets.stretches() == [range(1001), range(1001, LARGEST + 1)]


def test_one_in_which_tickets_are_missing_is_read_so_that_it_is_said(path: Path) -> None:
    assert passed_over(path, LATER, {"1": 2}) == [1, 2]
    assert passed_over(path, LATER, {"1": 3}) == []


def test_a_copy_under_another_name_is_read_so_that_it_is_said(path: Path) -> None:
    path.rename(path.with_name("0002.json"))
    assert passed_over(path, LATER) == []


def test_one_that_was_cut_short_is_read_so_that_it_is_said(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])
    assert passed_over(path, LATER) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"last_at":"2026-01-04', b'"last_at":"2025-01-04'),
        (b'"numbers":[[1,2]]', b'"numbers":[[1,1]]'),
        (b'"change":12,"sources"', b'"change":10,"sources"'),
        (b'"sum":', b'"sun":'),
    ],
    ids=str,
)
def test_one_whose_summary_was_spoilt_is_read(path: Path, old: bytes, new: bytes) -> None:
    rewritten(path, old, new)
    assert passed_over(path, LATER) == []
    assert summary_in(path, "tickets") is None


def test_one_of_before_tells_of_no_instants(path: Path) -> None:
    with TableFile(path).transaction() as image:
        image.meta["summary"] = {"bytes": image.length("tickets"), "change": 12, "sources": []}
    assert found(path, Wanted(change=13)) == []
    assert found(path, LATER) == [1, 2]
    assert passed_over(path, LATER) == []


def test_of_rows_that_do_not_tell_when_they_were_written_nothing_is_summed_up(path: Path) -> None:
    buckets = Buckets(path.parent.parent)
    buckets.put(3, b'{"id":"T-3","events":[]}')
    buckets.write()
    assert summary_in(path, "tickets") is None
    assert found(path, LATER) == [1, 2, 3]


@pytest.mark.parametrize(
    ("fields", "is_wrong"),
    [
        ({}, False),
        ({"change": 99, "last_at": day(9)}, False),
        ({"sources": None}, False),
        ({"numbers": (), "first_at": None, "last_at": None}, False),
        ({"change": 11}, True),
        ({"sources": ()}, True),
        ({"first_at": day(3)}, True),
        ({"last_at": day(3)}, True),
        ({"numbers": ((1, 1),)}, True),
        ({"bytes": 7, "change": 0}, False),
    ],
    ids=str,
)
def test_one_that_says_less_than_the_rows_and_would_be_believed_is_untrue(
    path: Path, fields: dict[str, object], is_wrong: bool
) -> None:
    image = TableFile(path).read()
    summary = summary_in(path, "tickets")
    assert image is not None
    assert summary is not None
    image.meta["summary"] = to_builtins(replace(summary, **fields).with_sum())
    assert is_untrue(image, "tickets") is is_wrong


@pytest.mark.parametrize("kept", [None, 7, {"bytes": "x"}], ids=str)
def test_what_is_no_summary_is_not_untrue(path: Path, kept: object) -> None:
    image = TableFile(path).read()
    assert image is not None
    image.meta["summary"] = kept
    assert not is_untrue(image, "tickets")


def test_more_tickets_are_summed_up_too(path: Path) -> None:
    buckets = Buckets(path.parent.parent)
    buckets.put(3, b'{"id":"T-3",%b,"source":"c","events":[{"change":40}]}' % (TIMES % (1, 1)))
    buckets.write()
    assert found(path, Wanted(change=40)) == found(path, Wanted(source="c")) == [1, 2, 3]


def test_many_sources_are_not_named(path: Path) -> None:
    buckets = Buckets(path.parent.parent)
    for number in range(3, 60):
        buckets.put(number, b'{"id":"T-0",%b,"source":"s%d"}' % (TIMES % (1, 1), number))
    buckets.write()
    assert len(found(path, Wanted(source="s59"))) == 59


def test_one_that_another_version_wrote_is_read(path: Path) -> None:
    before = summary_in(path, "tickets")
    with TableFile(path).transaction() as image:
        image.put("tickets", 2, OTHER.replace(b'"change":5', b'"change":500'))
        assert isinstance(image.meta["summary"], dict)
    assert isinstance(before, Summary)
    assert summary_in(path, "tickets") is None
    assert found(path, Wanted(change=500)) == [1, 2]


@pytest.mark.parametrize("raw", [b"", b"{", b'{"meta": {"1": {"summary":7}},\n'], ids=str)
def test_a_file_without_a_sound_first_line_has_none(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "b").write_bytes(raw)
    assert summary_in(tmp_path / "b", "tickets") is None
    assert summary_in(tmp_path / "missing", "tickets") is None


def test_nothing_is_waited_for_in_the_place_of_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert summary_in(tmp_path / "pipe", "tickets") is None
