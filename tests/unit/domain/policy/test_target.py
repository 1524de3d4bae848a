"""The first row that gives a clock a target wins."""

from datetime import timedelta

from escalate_cli.domain.policy.target import Target, target_among
from tests.conftest import targets


def test_the_first_row_with_a_target_for_the_clock_wins() -> None:
    rows = [targets("office", resolve="8h"), targets(update="1h", resolve="1h")]
    assert target_among(rows, "resolve") == (
        Target(within=timedelta(hours=8), calendar="office"),
        "office",
    )
    assert target_among(rows, "update") == (
        Target(within=timedelta(hours=1), calendar="always"),
        "always",
    )


def test_where_no_row_has_one_the_first_calendar_is_named() -> None:
    assert target_among([targets("office", resolve="8h")], "update") == (None, "office")
    assert target_among([], "update") == (None, None)
