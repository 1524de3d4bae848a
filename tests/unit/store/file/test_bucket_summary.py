"""A bucket's first line tells that nothing wanted is in it, and is doubted where it may be old."""

import os
from pathlib import Path

import pytest

from escalate_cli.store.file.archive import Buckets
from escalate_cli.store.file.bucket_summary import Summary, summary_in
from escalate_cli.store.file.table_file import TableFile
from escalate_cli.store.rows.tables import Wanted

ROW = b'{"id":"T-1","source":"a \\"b\\"","events":[{"change":3},{"change":12,"at":1}]}'
OTHER = b'{"id":"T-2","title":"\\"change\\":99}","events":[{"change":5}]}'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Put two tickets away, and name the file in which they are."""
    buckets = Buckets(tmp_path)
    buckets.put(1, ROW)
    buckets.put(2, OTHER)
    buckets.write()
    return buckets.file(1).path


def found(path: Path, wanted: Wanted) -> list[int]:
    return [number for number, _ in Buckets(path.parent.parent).rows(wanted=wanted)]


def test_a_bucket_sums_up_what_it_holds(path: Path) -> None:
    summary = summary_in(path, "tickets")
    assert summary is not None
    assert (summary.change, summary.sources) == (12, ('a \\"b\\"',))


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(change=12), [1, 2]),
        (Wanted(change=13), []),
        (Wanted(source='a \\"b\\"'), [1, 2]),
        (Wanted(source="a"), []),
    ],
    ids=str,
)
def test_one_that_cannot_have_what_is_wanted_is_not_read(
    path: Path, wanted: Wanted, numbers: list[int]
) -> None:
    assert found(path, wanted) == numbers


def test_more_tickets_are_summed_up_too(path: Path) -> None:
    buckets = Buckets(path.parent.parent)
    buckets.put(3, b'{"id":"T-3","source":"c","events":[{"change":40}]}')
    buckets.write()
    assert found(path, Wanted(change=40)) == found(path, Wanted(source="c")) == [1, 2, 3]


def test_many_sources_are_not_named(path: Path) -> None:
    buckets = Buckets(path.parent.parent)
    for number in range(3, 60):
        buckets.put(number, b'{"id":"T-%d","source":"s%d","events":[]}' % (number, number))
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
