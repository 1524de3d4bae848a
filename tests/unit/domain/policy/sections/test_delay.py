"""A delay is over after real time, or after the hours of its calendar."""

import pytest

from escalate_cli.domain.policy.sections.delay import Delay
from tests.conftest import HOUR, a_policy, after


@pytest.mark.parametrize(
    ("delay", "over", "written"),
    [
        (Delay(2 * HOUR), "4d9h", "2h"),
        (Delay(48 * HOUR), "6d7h", "2d"),
        (Delay(2 * HOUR, "office"), "7d1h", "2h on office"),
        (Delay(26 * HOUR, "office"), "10d1h", "26h on office"),
    ],
    ids=["real hours", "real days", "business hours", "business days"],
)
def test_a_delay_from_the_last_hour_of_a_week_is_over(
    delay: Delay, over: str, written: str
) -> None:
    assert delay.from_(after("4d7h"), a_policy().rules.calendar) == after(over)
    assert str(delay) == written
