"""The public holidays of a country, by the extra that knows them."""

import sys
from datetime import date

import pytest

from escalate_cli.errors import UsageError
from escalate_cli.policyfile.country_holidays import public_holidays


def test_a_part_of_a_country_may_have_more() -> None:
    pytest.importorskip("holidays")
    all_of_it = {day for day, _ in public_holidays("DE", None, [2027])}
    part = {day for day, _ in public_holidays("de", "be", [2027])}
    assert part - all_of_it == {date(2027, 3, 8)}
    assert date(2027, 12, 25) in all_of_it


def test_years_come_in_order() -> None:
    pytest.importorskip("holidays")
    days = [day for day, _ in public_holidays("FR", None, [2028, 2027])]
    assert days == sorted(days)
    assert {day.year for day in days} == {2027, 2028}


@pytest.mark.parametrize(
    ("country", "part", "said"),
    [
        ("XX", None, "no holidays are known of the country 'XX'"),
        ("DE", "ZZ", "no holidays are known of 'ZZ' in DE"),
        ("VA", "ZZ", "no holidays are known of 'ZZ' in VA"),
    ],
)
def test_what_is_not_covered_is_named(country: str, part: str | None, said: str) -> None:
    pytest.importorskip("holidays")
    with pytest.raises(UsageError) as refused:
        public_holidays(country, part, [2027])
    assert str(refused.value) == said


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(UsageError, match="policy holidays needs the extra 'calendar'"):
        public_holidays("DE", None, [2027])
