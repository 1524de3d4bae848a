"""Values become what JSON can say, each in one way."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from escalate_cli.domain.ticket.events import Changes
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.time.plain_values import kind_name, plain, plain_values, seconds


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "2026-11-23T08:00:00Z"),
        (datetime(2026, 11, 23, 8, 0, 0, 120_000, UTC), "2026-11-23T08:00:00.12Z"),
        (datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=1))), "2026-11-23T08:00:00Z"),
        (timedelta(hours=4), 14_400),
        (timedelta(seconds=-1.5), -1.5),
        (Status.OPEN, "open"),
        (("a", timedelta(minutes=1)), ["a", 60]),
        ((), []),
        (None, None),
        (False, False),
    ],
    ids=str,
)
def test_a_value_is_said_as_json_can(value: object, said: object) -> None:
    assert plain(value) == said


@pytest.mark.parametrize(
    "values",
    [
        ["a", None, 3, True],
        [Status.OPEN, Status.WAITING, Status.OPEN, None],
        [datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (8, 9, 8)],
        [timedelta(hours=1), None, timedelta(seconds=0.5)],
        [("a",), None, Status.OPEN],
        [],
    ],
    ids=["as they are", "one of a few", "instants", "durations", "mixed", "none"],
)
def test_many_values_are_said_as_each_of_them(values: list[object]) -> None:
    assert plain_values(values) == [plain(value) for value in values]


def test_status_is_nothing_but_text() -> None:
    assert type(plain(Status.OPEN)) is str


def test_changes_name_only_what_was_set() -> None:
    assert plain(Changes(title="new", customer=None)) == {
        "title": "new",
        "customer": None,
    }


@pytest.mark.parametrize(
    ("length", "number"), [(timedelta(days=2), 172_800), (timedelta(milliseconds=1), 0.001)]
)
def test_whole_seconds_are_integers(length: timedelta, number: float) -> None:
    assert seconds(length) == number
    assert type(seconds(length)) is type(number)


@pytest.mark.parametrize(
    ("type_name", "word"), [("TicketLogged", "ticket_logged"), ("Recounted", "recounted")]
)
def test_a_kind_is_named_by_its_type_in_small_letters(type_name: str, word: str) -> None:
    assert kind_name(type_name) == word
