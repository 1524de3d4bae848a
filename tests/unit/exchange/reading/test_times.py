"""Day and month told apart over a whole column; wall times made instants."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from escalate_cli.errors import BadInstantError
from escalate_cli.exchange.reading.times import (
    DateFormatError,
    TimeReader,
    first_lines,
    format_named,
    format_of,
    holds_days,
    is_time,
)

READ_AT = datetime(2026, 11, 27, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def _numbered(*texts: str) -> dict[str, int]:
    return first_lines((text, line) for line, text in enumerate(texts, start=2))


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (("03-04-2016 10:00", "29-02-2016 01:16"), "dmy"),
        (("03-04-2016 10:00", "02/29/2016 01:16"), "mdy"),
        (("2016-03-04 10:00",), "ymd"),
        (("31.12.2016 23:59:59",), "dmy"),
        (("03-03-2016 10:00",), "dmy"),
        (("31-31-2016 10:00", "soon", "12-31-2016 10:00"), "mdy"),
        ((), "dmy"),
    ],
    ids=[
        "a 29th in front",
        "a 29th in the middle",
        "the year in front",
        "points and seconds",
        "the same in both orders",
        "what is no date proves nothing",
        "no date at all",
    ],
)
def test_one_date_that_fits_one_order_decides_for_all(texts: tuple[str, ...], order: str) -> None:
    assert format_of(_numbered(*texts), READ_AT) == order


def test_an_offset_behind_numbers_does_not_tell_their_order() -> None:
    proven = _numbered("03/04/2026 2:22 PM +00:00", "3/25/2026 2:22 PM +00:00", "2026-04-03T09:00Z")
    assert format_of(proven, READ_AT) == "mdy"
    with pytest.raises(DateFormatError, match="tells day and month apart"):
        format_of(_numbered("03/04/2026 2:22 PM +00:00"), READ_AT)
    with pytest.raises(BadInstantError):
        TimeReader("mdy", BERLIN).instant("25/3/2026 2:22 PM +25:00")


def test_dates_that_fit_both_orders_are_not_guessed() -> None:
    with pytest.raises(DateFormatError, match="'03-04-2016 10:00' on line 3") as failure:
        format_of(_numbered("03-03-2016 10:00", "03-04-2016 10:00", "04-05-2016 10:00"), READ_AT)
    assert "--date-format DD-MM-YYYY" in str(failure.value.help)


def test_dates_that_contradict_each_other_are_named_with_their_lines() -> None:
    texts = _numbered("03-04-2016 10:00", "02-29-2016 10:00", "29-02-2016 10:00")
    with pytest.raises(DateFormatError) as failure:
        format_of(texts, READ_AT)
    assert str(failure.value) == (
        "the dates contradict each other: line 3 has '02-29-2016 10:00', which is MM-DD-YYYY, "
        "and line 4 '29-02-2016 10:00', which is DD-MM-YYYY"
    )


@pytest.mark.parametrize(
    ("text", "order"),
    [("dmy", "dmy"), ("DD-MM-YYYY", "dmy"), ("mm/dd/yyyy", "mdy"), ("YMD", "ymd")],
)
def test_a_format_is_named_by_letters_or_in_full(text: str, order: str) -> None:
    assert format_named(text) == order


@pytest.mark.parametrize("text", ["", "iso", "yyyy", "dmyy-d", "%d-%m-%Y"])
def test_any_other_name_of_a_format_is_refused(text: str) -> None:
    with pytest.raises(DateFormatError, match="is no date format"):
        format_named(text)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("29-02-2016 01:16", datetime(2016, 2, 29, 0, 16, tzinfo=UTC)),
        ("1-7-2016 9:05:30", datetime(2016, 7, 1, 7, 5, 30, tzinfo=UTC)),
        ("1/7/16 9:05 PM", datetime(2016, 7, 1, 19, 5, tzinfo=UTC)),
        ("01.07.2016, 21:05 Uhr", datetime(2016, 7, 1, 19, 5, tzinfo=UTC)),
        ("27-03-2016 02:30", datetime(2016, 3, 27, 1, 0, tzinfo=UTC)),
        ("30-10-2016 02:30", datetime(2016, 10, 30, 0, 30, tzinfo=UTC)),
    ],
    ids=[
        *("in winter", "in summer, short", "a short year", "a word behind it"),
        "skipped: the change",
        "repeated: the first",
    ],
)
def test_a_wall_time_becomes_an_instant_of_its_zone(text: str, instant: datetime) -> None:
    assert TimeReader("dmy", BERLIN).instant(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "02-29-2016 10:00",
        "31-02-2016 10:00",
        "2016-02-29 10:00",
        "29-02-2016 24:00",
        "29-02/2016 10:00",
        "28-02-1969 10:00",
        "29-02-2016 13:00 PM",
        "٢٩-02-2016 10:00",
    ],
)
def test_a_time_written_otherwise_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(BadInstantError) as failure:
        TimeReader("dmy", BERLIN).instant(text)
    assert str(failure.value) == f"'{text}' is not a time written DD-MM-YYYY HH:MM"


@pytest.mark.parametrize("text", ["2 days ago", "Yesterday 10:00", "just now", "vor 3 Stunden"])
def test_how_long_ago_it_was_is_no_time(text: str) -> None:
    with pytest.raises(BadInstantError, match=f"'{text}' tells no time, but how long ago it was"):
        TimeReader("dmy", BERLIN).instant(text)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (("3/2/26 16:05", "3/15/26"), "mdy"),
        (("12/31/25",), "mdy"),
        (("31.12.25", "03.02.2026"), "dmy"),
        (("26-11-20", "26-11-21"), "dmy, mdy or ymd"),
        (("13/04/16", "05/04/16"), "dmy or ymd"),
    ],
)
def test_a_short_year_proves_nothing_where_it_may_be_a_day(
    texts: tuple[str, ...], order: str
) -> None:
    if " or " not in order:
        assert format_of(_numbered(*texts), READ_AT) == order
    else:
        with pytest.raises(DateFormatError, match="day, month and year apart") as failure:
            format_of(_numbered(*texts), READ_AT)
        assert "--date-format DD-MM-YYYY" in str(failure.value.help)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-03", "3/2/26", "1770127506000", "2026-02-03T09:00Z"),
        *("3/25/2026 2:22 PM +00:00", "Tuesday, 3 March 2026", "20260303T0900Z", "/Date(1)/"),
    ],
)
def test_a_time_is_known_in_whatever_way_it_is_written(text: str) -> None:
    assert is_time(text)


@pytest.mark.parametrize(
    "text", ["", "INC0001", "3", "yesterday", "0:19:00", "20260305", "46086.6", "x UTC", "5/3 UTC"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert not is_time(text)


def test_a_text_is_known_by_its_first_line() -> None:
    texts = [("c", 3), ("b", 3), ("a", 2), ("b", 2), ("c", 4)]
    assert list(first_lines(texts).items()) == [("b", 2), ("a", 2), ("c", 3)]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-07-18T09:10:00Z", datetime(2026, 7, 18, 9, 10, tzinfo=UTC)),
        ("2026-07-18T09:10:00.250+0200", datetime(2026, 7, 18, 7, 10, 0, 250000, tzinfo=UTC)),
        ("2026-07-18 09:10:00 UTC", datetime(2026, 7, 18, 9, 10, tzinfo=UTC)),
        (
            "2026-07-18T09:10:00.123456789-05:00",
            datetime(2026, 7, 18, 14, 10, 0, 123456, tzinfo=UTC),
        ),
        ("18/jul/26 9:10 PM", datetime(2026, 7, 18, 19, 10, tzinfo=UTC)),
        ("11/May/2024 12:26 am", datetime(2024, 5, 10, 22, 26, tzinfo=UTC)),
        ("Dec 3, 2025 06:04", datetime(2025, 12, 3, 5, 4, tzinfo=UTC)),
        ("December 3rd, 2025 at 6:04 AM", datetime(2025, 12, 3, 5, 4, tzinfo=UTC)),
        ("3 de diciembre de 2025 a las 6:04", datetime(2025, 12, 3, 5, 4, tzinfo=UTC)),
        ("1er décembre 2025 à 6:04", datetime(2025, 12, 1, 5, 4, tzinfo=UTC)),
        ("3. Dezember 2025", datetime(2025, 12, 2, 23, 0, tzinfo=UTC)),
        ("Mon May 04 2026 09:00:00 GMT+0500 (X)", datetime(2026, 5, 4, 4, 0, tzinfo=UTC)),
        ("Mon, 04 May 2026 09:00:00 -0530", datetime(2026, 5, 4, 14, 30, tzinfo=UTC)),
        ("Mon, 4 May 2026 09:00:00 GMT", datetime(2026, 5, 4, 9, 0, tzinfo=UTC)),
        ("May 4, 2026 09:00 AM", datetime(2026, 5, 4, 7, 0, tzinfo=UTC)),
        ("Mon May  4 09:00:00 2026", datetime(2026, 5, 4, 7, 0, tzinfo=UTC)),
        ("20.11.2026, 9:00", datetime(2026, 11, 20, 8, 0, tzinfo=UTC)),
        ("20/11/2026 9:00 p.m.", datetime(2026, 11, 20, 20, 0, tzinfo=UTC)),
        ("Thursday, March 5, 2026 2:22 PM", datetime(2026, 3, 5, 13, 22, tzinfo=UTC)),
        ("jueves, 5 de marzo de 2026 14:22", datetime(2026, 3, 5, 13, 22, tzinfo=UTC)),
        ("Do, 5. März 2026 14:22", datetime(2026, 3, 5, 13, 22, tzinfo=UTC)),
        ("quinta-feira, 5 de março de 2026", datetime(2026, 3, 4, 23, 0, tzinfo=UTC)),
        ("5 Mar, 2026 2:22 PM", datetime(2026, 3, 5, 13, 22, tzinfo=UTC)),
        ("5th of March 2026", datetime(2026, 3, 4, 23, 0, tzinfo=UTC)),
        ("05.Mär.2026 14:22", datetime(2026, 3, 5, 13, 22, tzinfo=UTC)),
        ("5/Jän/26 2:22 PM", datetime(2026, 1, 5, 13, 22, tzinfo=UTC)),
        ("5-mrt-2026 14:22", datetime(2026, 3, 5, 13, 22, tzinfo=UTC)),
        ("5 września 2026", datetime(2026, 9, 4, 22, 0, tzinfo=UTC)),
        ("05/мар/26 2:22 PM", datetime(2026, 3, 5, 13, 22, tzinfo=UTC)),
        ("5 Kas\u0131m 2026", datetime(2026, 11, 4, 23, 0, tzinfo=UTC)),
        ("05-MAR-26 02.22.10.123456 PM", datetime(2026, 3, 5, 13, 22, 10, tzinfo=UTC)),
        ("5.3.2026 14.22", datetime(2026, 3, 5, 13, 22, tzinfo=UTC)),
        ("05/03/2026 à 14h22", datetime(2026, 3, 5, 13, 22, tzinfo=UTC)),
        ("5/3/2026 2:22:10 PM +05:45", datetime(2026, 3, 5, 8, 37, 10, tzinfo=UTC)),
        ("05.03.2026 14:22 UTC", datetime(2026, 3, 5, 14, 22, tzinfo=UTC)),
        ("Thu Mar 05 14:22:10 UTC 2026", datetime(2026, 3, 5, 14, 22, 10, tzinfo=UTC)),
        ("Thu Mar  5 14:22:10 -0330 2026", datetime(2026, 3, 5, 17, 52, 10, tzinfo=UTC)),
        ("20260305T142210", datetime(2026, 3, 5, 13, 22, 10, tzinfo=UTC)),
        ("20260305T1422Z", datetime(2026, 3, 5, 14, 22, tzinfo=UTC)),
        ("/Date(1772720530000)/", datetime(2026, 3, 5, 14, 22, 10, tzinfo=UTC)),
        ("/Date(1772720530000+0530)/", datetime(2026, 3, 5, 14, 22, 10, tzinfo=UTC)),
    ],
)
def test_other_ways_to_write_a_time_are_read(text: str, instant: datetime) -> None:
    assert TimeReader("dmy", BERLIN).instant(text) == instant


@pytest.mark.parametrize(
    ("text", "formats"), [("1783080000000", ("epoch-ms",)), ("1783080000", ("epoch",))]
)
def test_seconds_are_read_where_the_mapping_says_so(text: str, formats: tuple[str, ...]) -> None:
    assert TimeReader("dmy", None, formats).instant(text) == datetime(2026, 7, 3, 12, tzinfo=UTC)
    with pytest.raises(BadInstantError):
        TimeReader("dmy", BERLIN).instant(text)


def test_a_wall_time_without_a_zone_is_refused() -> None:
    with pytest.raises(BadInstantError, match="has no zone"):
        TimeReader("dmy", None).instant("29-02-2016 01:16")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("46083", 0), ("46083.6", 864), ("46083,60417", 870), ("46083.999999", 1440)],
    ids=["a day", "and a part of it", "with a comma", "to the second that was shown"],
)
def test_days_of_a_spreadsheet_are_a_wall_time_where_a_mapping_says_so(
    text: str, minutes: int
) -> None:
    midnight = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
    assert TimeReader("dmy", BERLIN, ("days",)).instant(text) == midnight + timedelta(
        minutes=minutes
    )
    with pytest.raises(BadInstantError, match=r"which a mapping with formats: \[days\] reads"):
        TimeReader("dmy", BERLIN).instant(text)
    with pytest.raises(BadInstantError, match="has no zone"):
        TimeReader("dmy", None, ("days",)).instant(text)


@pytest.mark.parametrize(
    "text", ["4608", "39999", "60000", "460830000", "1772400000", "46083.", "4"]
)
def test_other_numbers_are_no_days_of_a_spreadsheet(text: str) -> None:
    assert not holds_days([text])
    with pytest.raises(BadInstantError, match=r"is not a time$"):
        TimeReader("dmy", BERLIN, ("days",)).instant(text)


def test_fourteen_digits_are_a_time_and_others_are_none() -> None:
    reader = TimeReader("dmy", BERLIN)
    half_past_one = datetime(2026, 3, 2, 13, 30, tzinfo=UTC)
    assert reader.instant("20260302143000") == half_past_one
    assert reader.instant("20260302133000Z") == half_past_one
    for text in ("202603021430", "20261302143000", "202603021430001"):
        with pytest.raises(BadInstantError, match="is not a time"):
            reader.instant(text)


@pytest.mark.parametrize(
    "text", ["2026-03-02 14:30 CET", "02.03.2026 14:30 (IST)", "5 Mar 2026 EST"]
)
def test_a_zone_of_several_places_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(
        BadInstantError, match=r"is the zone of several places: an offset"
    ) as failure:
        TimeReader("dmy", BERLIN).instant(text)
    assert "or none and --tz" in str(failure.value)
