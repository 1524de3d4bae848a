"""Each failure makes the next attempt later, and the last one ends them."""

import pytest

from escalate_cli.domain.messages.retry_backoff import LONGEST_WAIT, wait_after
from escalate_cli.domain.time.duration import parse_duration


@pytest.mark.parametrize(
    ("attempts", "wait"), list(enumerate(["1m", "5m", "30m", "2h", "6h"], 1)), ids=str
)
def test_each_failure_makes_the_next_wait_longer(attempts: int, wait: str) -> None:
    assert wait_after(attempts) == parse_duration(wait).fixed


def test_the_sixth_failure_is_the_last() -> None:
    assert (wait_after(5), wait_after(6)) == (LONGEST_WAIT, None)
