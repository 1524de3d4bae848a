"""A whole export: grouping, accounting, the horizon, zones and formats."""

from datetime import UTC, datetime

import pytest

from escalate_cli.errors import CalendarError
from escalate_cli.exchange.files.table import ForeignFileError, RejectedRow
from escalate_cli.exchange.foreign_tickets import ForeignTickets
from escalate_cli.exchange.reading.times import DateFormatError
from tests.unit.exchange.rows import a_file, a_row, history_of, read, story


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2016, 2, 29, hour, minute, tzinfo=UTC)


def _counts(export: ForeignTickets) -> tuple[int, int, int, int]:
    return export.rows, export.used, export.later, len(export.rejected)


def test_rows_of_one_number_are_one_incident_wherever_they_stand() -> None:
    export = read(a_file(a_row("08:00"), a_row("08:05", number="INC2"), a_row("08:10", "Active")))
    assert [incident.number for incident in export.incidents] == ["INC1", "INC2"]
    assert story(history_of(export.incidents[0]).events)[1] == "08:10 ticket_acknowledged"


def test_every_row_is_used_rejected_or_later() -> None:
    lines = a_file(
        a_row("08:00"),
        a_row("08:10", "Lost"),
        a_row("08:20", number=""),
        a_row("09:00", "Active"),
        a_row("soon"),
    )
    export = read([*lines[:3], "\r\n", "1,2\r\n", *lines[3:]], until=_at(8, 30))
    assert _counts(export) == (6, 1, 1, 4)
    assert export.rejected == (
        RejectedRow(3, "unknown state 'Lost'"),
        RejectedRow(5, "2 cells where the header has 20"),
        RejectedRow(6, "number is empty"),
        RejectedRow(8, "'29-02-2016 soon' is not a time written DD-MM-YYYY HH:MM"),
    )


def test_nothing_later_than_the_instant_is_told() -> None:
    rows = a_file(
        a_row("08:00"), a_row("09:00", "Active"), a_row("09:01", "Resolved"),
        a_row("10:00", number="INC2"),
    )  # fmt: skip
    export = read(rows, until=_at(9))
    assert _counts(export) == (4, 2, 2, 0)
    (incident,) = export.incidents
    assert story(incident.rest)[0] == "09:00 ticket_acknowledged"


def test_an_incident_is_unknown_until_its_first_row() -> None:
    opened_first = a_file(a_row("08:30", opened_at="29-02-2016 08:00"))
    updated_first = a_file(a_row("08:00", opened_at="29-02-2016 08:30"))
    for lines in (opened_first, updated_first):
        assert read(lines, until=_at(8, 29)).incidents == ()
        assert len(read(lines, until=_at(8, 30)).incidents) == 1


def test_the_future_is_left_alone_without_being_told_to() -> None:
    rows = a_file(a_row("08:00"), a_row("09:00", "Active"))
    assert _counts(read(rows, imported_at=_at(8, 30))) == (2, 1, 1, 0)
    assert _counts(read(rows, imported_at=_at(8, 30), until=_at(23))) == (2, 1, 1, 0)


def test_times_are_wall_times_of_the_zone() -> None:
    export = read(a_file(a_row("08:00")), zone="America/New_York")
    assert export.incidents[0].opening.at == _at(13)


@pytest.mark.parametrize(("given", "month"), [("dmy", 2), ("MM/DD/YYYY", 1)])
def test_a_format_that_is_given_is_taken(given: str, month: int) -> None:
    row = a_row("01-02-2016 10:00", opened_at="01-02-2016 10:00")
    export = read(a_file(row), date_format=given)
    assert export.incidents[0].opening.at.month == month


def test_the_format_is_found_over_all_columns_and_rows() -> None:
    doubtful = a_row("01-02-2016 10:00", opened_at="01-02-2016 10:00")
    with pytest.raises(DateFormatError, match="line 2"):
        read(a_file(doubtful))
    proof = doubtful | {"closed_at": "02-28-2016 10:00", "number": "INC2"}
    assert read(a_file(doubtful, proof)).date_format == "mdy"


def test_a_given_format_settles_a_contradiction_and_rejects_what_does_not_fit() -> None:
    lines = a_file(a_row("08:00"), a_row("02-29-2016 09:00"))
    with pytest.raises(DateFormatError, match="contradict"):
        read(lines)
    assert _counts(read(lines, date_format="dmy")) == (2, 1, 0, 1)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(CalendarError, match="unknown time zone"):
        read(a_file(a_row("08:00")), zone="Mars/Base")


def test_a_file_without_the_columns_is_refused() -> None:
    with pytest.raises(ForeignFileError, match="no column number, incident_state"):
        read(["a;b;c\n", "1;2;3\n"])


def test_a_header_alone_is_an_empty_export() -> None:
    export = read(a_file())
    assert (_counts(export), export.incidents, export.date_format) == ((0, 0, 0, 0), (), "dmy")


def test_other_releases_name_some_columns_otherwise() -> None:
    lines = a_file(a_row("08:00"), a_row("09:00", "Resolved", closed_code="code 5"))
    lines[0] = (
        lines[0]
        .replace("incident_state", "state")
        .replace("sys_updated_at", "sys_updated_on")
        .replace("closed_code", "close_code")
    )
    ticket = history_of(read(lines).incidents[0]).ticket
    assert (ticket.status, ticket.resolution) == ("resolved", "code 5")
