"""How far a clock must have run is a share, a time, or a time before it is due."""

from datetime import timedelta

import pytest

from escalate_cli.domain.policy.target import Target
from escalate_cli.domain.ticket.clock.threshold import Threshold, parse_threshold
from escalate_cli.errors import BadDurationError
from tests.conftest import HOUR, MINUTE

FOUR_HOURS = Target(within=4 * HOUR, calendar="always")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("75%", Threshold(share=0.75)),
        ("100%", Threshold(share=1.0)),
        ("0%", Threshold(share=0.0)),
        ("12.5%", Threshold(share=0.125)),
        ("250%", Threshold(share=2.5)),
        ("1h30m", Threshold(spent=90 * MINUTE)),
        ("due-30m", Threshold(before_due=30 * MINUTE)),
    ],
)
def test_it_is_written_in_three_ways(text: str, expected: Threshold) -> None:
    assert parse_threshold(text) == expected
    assert parse_threshold(str(expected)) == expected


@pytest.mark.parametrize(
    "text", ["", "%", "-5%", "75 %", "75%%", "１%", "due-", "due-75%", "30", "due"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadDurationError):
        parse_threshold(text)


@pytest.mark.parametrize("text", ["0m", "due-0m"])
def test_no_time_at_all_is_refused(text: str) -> None:
    with pytest.raises(BadDurationError, match="is no time at all") as raised:
        parse_threshold(text)
    assert raised.value.help


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("75%", 3 * HOUR),
        ("100%", 4 * HOUR),
        ("150%", 6 * HOUR),
        ("90m", 90 * MINUTE),
        ("due-30m", 210 * MINUTE),
        ("due-4h", timedelta(0)),
        ("due-5h", timedelta(0)),
    ],
)
def test_it_comes_to_a_time_spent(text: str, needed: timedelta) -> None:
    assert parse_threshold(text).of(FOUR_HOURS) == needed


def test_without_a_target_only_a_time_means_anything() -> None:
    found = [parse_threshold(text).of(None) for text in ("1h", "75%", "due-30m")]
    assert found == [HOUR, None, None]


@pytest.mark.parametrize("text", ["75%", "12.5%", "1h30m", "due-30m"])
def test_it_is_shown_as_it_was_written(text: str) -> None:
    assert str(parse_threshold(text)) == text
