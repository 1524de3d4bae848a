"""The chain over all events, in whatever tickets they lie."""

import hashlib
import json
import random
from array import array

import pytest

from escalate_cli.store.rows.hash_chain import head_of_chain
from escalate_cli.usecases.records import SIZE, Seals

DIGESTS = {seq: hashlib.sha256(bytes([seq])).hexdigest() for seq in (1, 2, 3)}


def row(*seqs: int, **changed: object) -> bytes:
    """Return a ticket with these events of the store."""
    events = [{"seq": seq, "digest": DIGESTS.get(seq, ""), "kind": "x"} | changed for seq in seqs]
    return json.dumps({"id": "T-1", "events": events}).encode()


def head(*digests: str) -> str:
    """Chain digests by hand."""
    found = ""
    for digest in digests:
        found = hashlib.sha256((found + digest).encode()).hexdigest()
    return found


def test_the_order_is_that_of_the_numbers_not_of_the_tickets() -> None:
    assert head_of_chain([row(2), row(1, 3)], 3) == head(*DIGESTS.values())


def sealed(*seqs: int) -> Seals:
    """Return what was read of these events already."""
    return Seals(array("q", seqs), bytearray.fromhex("".join(DIGESTS[seq] for seq in seqs)))


def test_what_was_read_already_has_its_place_in_the_order() -> None:
    assert head_of_chain([row(2)], 3, read=[sealed(3), sealed(1)]) == head(*DIGESTS.values())


@pytest.mark.parametrize(
    "read",
    [
        [sealed(1)],
        [sealed(1), sealed(2, 1)],
        [sealed(1, 2, 3)],
        [sealed(1), sealed(2), Seals(array("q", [4]), bytearray(b"4" * SIZE))],
        [sealed(1), Seals(array("q", [2]), bytearray(SIZE))],
    ],
    ids=["missing", "twice", "beside its row", "too many", "no digest"],
)
def test_what_was_read_with_a_flaw_has_no_head(read: list[Seals]) -> None:
    assert head_of_chain([row(3)], 3, read=[sealed(1, 2)])
    assert head_of_chain([row(3)], 3, read=read) is None


@pytest.mark.parametrize("order", ["in order", "backwards", "shuffled"])
def test_many_are_linked_in_whatever_order_they_come(order: str) -> None:
    digests = {seq: hashlib.sha256(str(seq).encode()).digest() for seq in range(1, 10_001)}
    seqs = [*digests]
    if order == "backwards":
        seqs.reverse()
    elif order == "shuffled":
        random.Random(1).shuffle(seqs)  # noqa: S311 - no secret
    parts = [
        Seals(array("q", some), bytearray().join(digests[seq] for seq in some))
        for some in (seqs[:5000], seqs[5000:5001], seqs[5001:])
    ]
    whole = head(*(digest.hex() for digest in digests.values()))
    assert head_of_chain([], len(seqs), parts) == whole
    assert head_of_chain([], len(seqs), parts[:2]) is None
    assert head_of_chain([], len(seqs), [*parts, parts[1]]) is None


def test_numbers_may_be_missing_where_a_server_left_them_out() -> None:
    rows = [row(3), row(1)]
    assert head_of_chain(rows, 3, gaps=True) == head(DIGESTS[1], DIGESTS[3])
    assert head_of_chain(rows, 3, read=[sealed(2)], gaps=True) == head(*DIGESTS.values())
    assert head_of_chain(rows, 9000, gaps=True) == head(DIGESTS[1], DIGESTS[3])


def test_a_store_without_events_has_no_head() -> None:
    assert head_of_chain([], 0) == ""


@pytest.mark.parametrize("number", [-1, 4097, 10**12, 10**18], ids=str)
def test_a_number_out_of_range_has_no_head_and_takes_no_room(number: int) -> None:
    rows = [row(1, 2), row(3, seq=number)]
    assert head_of_chain(rows, 3) is None
    assert head_of_chain(rows, 2**70) is None


@pytest.mark.parametrize("seq", ["1", None, [], 1.5, 10**30], ids=repr)
def test_a_number_that_is_none_has_no_head(seq: object) -> None:
    assert head_of_chain([row(1, 2), row(3, seq=seq)], 3) is None


def test_later_events_may_be_left_out() -> None:
    rows = [row(2), row(1, 3)]
    assert head_of_chain(rows, 2, or_later=True) == head(DIGESTS[1], DIGESTS[2])
    assert head_of_chain(rows, 0, or_later=True) == ""
    assert head_of_chain([row(1, 3)], 2, or_later=True) is None


@pytest.mark.parametrize(
    "rows",
    [
        [row(1, 2)],
        [row(1, 2, 3), row(3)],
        [row(1, 2, 3, 4)],
        [row(1, 2), row(3, digest="not hex")],
        [row(1, 2), row(3, digest="aa")],
        [row(1, 2), row(3, digest=DIGESTS[3].upper())],
        [row(1, 2), row(3, seq=0)],
    ],
    ids=["missing", "twice", "too many", "no digest", "too short", "in capitals", "no number"],
)
def test_a_chain_with_a_flaw_has_no_head(rows: list[bytes]) -> None:
    assert head_of_chain(rows, 3) is None
