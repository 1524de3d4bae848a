"""Calendar files are read by others as they were meant."""

from datetime import UTC, datetime, timedelta, timezone

import icalendar
import pytest

from escalate_cli.render.parts.data.icalendar import LONGEST_LINE, calendar, instant, text

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def read(*words: str) -> list[str]:
    """Return the summaries that another program reads."""
    events = [
        (f"UID:{n}", f"DTSTAMP:{instant(AT)}", f"DTSTART:{instant(AT)}", f"SUMMARY:{text(each)}")
        for n, each in enumerate(words)
    ]
    written = "\n".join(calendar("test", events)) + "\n"
    lines = written.encode().split(b"\r\n")
    assert max(map(len, lines)) <= LONGEST_LINE
    return [str(each["SUMMARY"]) for each in icalendar.Calendar.from_ical(written).walk("VEVENT")]


@pytest.mark.parametrize(
    "words",
    [
        "plain",
        "a; b, c: d \\ e \\n",
        "é" * 100,
        "\U0001f600" * 60,
        "x" * 300,
        "BEGIN:VEVENT",
        '"quoted"',
    ],
)
def test_a_text_reads_as_it_was(words: str) -> None:
    assert read(words, "next") == [words, "next"]


def test_a_text_of_many_lines_is_one_and_does_no_harm() -> None:
    assert read("a\nEND:VEVENT\r\nb\x1b") == ["a END:VEVENT b<U+001B>"]


def test_an_instant_is_of_utc() -> None:
    assert instant(AT.astimezone(timezone(timedelta(hours=5)))) == "20261123T090000Z"


def test_a_calendar_of_nothing_is_one() -> None:
    assert read() == []
