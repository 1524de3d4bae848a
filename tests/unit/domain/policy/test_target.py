"""The first row that gives a clock a target wins."""

from datetime import timedelta

from escalate_cli.domain.policy.target import Target, TargetRows, row_among, target_among
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


def test_a_row_without_a_target_for_the_clock_is_passed_over() -> None:
    rows = [targets("office", resolve="8h"), targets(update="1h", resolve="1h")]
    found = [row_among(rows, clock) for clock in ("resolve", "update", "acknowledge")]
    assert found == [rows[0], rows[1], None]


def test_a_share_of_a_target_is_counted_from_where_it_begins() -> None:
    hour = timedelta(hours=1)
    assert Target(within=4 * hour, calendar="always").share(0.75) == 3 * hour
    later = Target(within=4 * hour, calendar="always", since=2 * hour)
    assert later.share(0.5) == 3 * hour


def test_rows_are_looked_through_once_for_each_clock() -> None:
    rows = TargetRows([targets("office", resolve="8h"), targets(update="1h")])
    for clock in ("resolve", "update", "level"):
        found = rows.target_of(clock)
        assert found == target_among(rows.rows, clock)
        assert rows.target_of(clock) is found
