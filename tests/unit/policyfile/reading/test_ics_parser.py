"""The whole days of an iCalendar file; anything else is refused with its title."""

import sys

import pytest

from escalate_cli.policyfile.reading.ics_parser import holidays_in
from escalate_cli.strict_yaml.diagnostics import MistakeError

pytest.importorskip("icalendar")

CHRISTMAS = "DTSTART;VALUE=DATE:20261225"


def _file(*events: str) -> bytes:
    body = "\n".join(f"BEGIN:VEVENT\nSUMMARY:Feast\n{event}\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{body}\nEND:VCALENDAR\n".encode()


@pytest.mark.parametrize(
    ("event", "days"),
    [
        (CHRISTMAS, ["2026-12-25"]),
        (f"{CHRISTMAS}\nDTEND;VALUE=DATE:20261227", ["2026-12-25", "2026-12-26"]),
        (f"{CHRISTMAS}\nDURATION:P2D", ["2026-12-25", "2026-12-26"]),
        (f"{CHRISTMAS}\nDTEND;VALUE=DATE:20261225", ["2026-12-25"]),
        (
            "DTSTART;TZID=Europe/Berlin:20261225T000000\nDTEND;TZID=Europe/Berlin:20261226T000000",
            ["2026-12-25"],
        ),
        (f"{CHRISTMAS}\nRRULE:FREQ=YEARLY", ["12-25"]),
        (f"{CHRISTMAS}\nRRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=25;WKST=MO", ["12-25"]),
        (f"{CHRISTMAS}\nRRULE:FREQ=YEARLY;COUNT=2", ["2026-12-25", "2027-12-25"]),
        (f"{CHRISTMAS}\nRRULE:FREQ=YEARLY;UNTIL=20281224", ["2026-12-25", "2027-12-25"]),
        (f"{CHRISTMAS}\nRRULE:FREQ=YEARLY;UNTIL=20271225T000000Z", ["2026-12-25", "2027-12-25"]),
        (
            "DTSTART;VALUE=DATE:20261231\nDTEND;VALUE=DATE:20270102\nRRULE:FREQ=YEARLY;COUNT=2",
            ["2026-12-31", "2027-12-31", "2027-01-01", "2028-01-01"],
        ),
        ("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;COUNT=2", ["2024-02-29", "2028-02-29"]),
    ],
    ids=[
        "a day",
        "two days",
        "a length",
        "an end that is its beginning",
        "midnights",
        "every year",
        "every year, said at length",
        "two years",
        "until a day before",
        "until that day",
        "over New Year",
        "leap days",
    ],
)
def test_whole_days_are_read(event: str, days: list[str]) -> None:
    assert holidays_in(_file(event), "a.ics") == days


def test_a_cancelled_event_is_none() -> None:
    assert holidays_in(_file(f"{CHRISTMAS}\nSTATUS:CANCELLED", CHRISTMAS), "a.ics") == [
        "2026-12-25"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "a.ics is no calendar file (ICS)"),
        (b"hello", "a.ics is no calendar file (ICS)"),
        (b"\xff\xfe\x00", "a.ics is no calendar file (ICS)"),
        (_file(), "a.ics holds no holiday"),
        (_file("STATUS:CANCELLED"), "a.ics holds no holiday"),
        (
            _file(*[f"{CHRISTMAS}\nRRULE:FREQ=YEARLY;COUNT=9999"] * 11),
            "a.ics holds more than 5000 days",
        ),
        (_file("LOCATION:here"), "'Feast' in a.ics is not made of whole days"),
        (
            _file("DTSTART;TZID=Europe:20261225T000000"),
            "a.ics is no calendar file (ICS)",
        ),
        (_file("DTSTART:tomorrow"), "'Feast' in a.ics is not made of whole days"),
        (
            _file("DTSTART:20261225T090000Z\nDTEND:20261225T120000Z"),
            "'Feast' in a.ics is not made of whole days",
        ),
        (
            _file(f"{CHRISTMAS}\nDTEND;VALUE=DATE:20281225"),
            "'Feast' in a.ics does not last 1 to 366 days",
        ),
        (
            _file(f"{CHRISTMAS}\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20271225"),
            "'Feast' in a.ics recurs with exceptions",
        ),
        *(
            (
                _file(f"{CHRISTMAS}\nRRULE:{rule}"),
                "'Feast' in a.ics does not recur every year on the same date",
            )
            for rule in (
                "FREQ=MONTHLY",
                "FREQ=YEARLY;INTERVAL=2",
                "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
                "FREQ=YEARLY;BYMONTH=11",
                "FREQ=SOMETIMES",
                "FREQ=YEARLY;UNTIL=120000",
                "FREQ=YEARLY;COUNT=often",
                "nothing",
            )
        ),
    ],
)
def test_what_is_no_list_of_holidays_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(MistakeError) as refused:
        holidays_in(content, "a.ics")
    assert str(refused.value) == said


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MistakeError, match="holidays from a file need the extra 'calendar'"):
        holidays_in(_file(CHRISTMAS), "a.ics")
