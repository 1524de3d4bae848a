"""The versions that open tickets follow: how many are older, and whose holidays end."""

from datetime import date, timedelta

from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.calendars import CalendarSpec
from escalate_cli.errors import PolicyError
from escalate_cli.usecases.verbs.resolve import resolve
from escalate_cli.usecases.versions import EndingHolidays, ending_holidays, outdated
from tests.conftest import MONDAY_NINE, OFFICE, a_policy, targets
from tests.unit.usecases.conftest import a_context, later, logged

TODAY = MONDAY_NINE.date()
SOON = TODAY + timedelta(days=30)


def _policy(policy_id: str, *holidays: date, calendar: str = "office") -> Policy:
    spec: CalendarSpec = replace(OFFICE, holidays=holidays)
    return a_policy(
        id=policy_id,
        calendars={"office": spec, "unused": replace(OFFICE, holidays=(TODAY,))},
        targets=(targets(calendar, resolve="16h"),),
    )


def _unreadable(source: str) -> Policy:
    raise PolicyError(source)


def test_open_tickets_are_counted_whose_holidays_end() -> None:
    context = a_context(_policy("policy-1", SOON))
    for _ in range(3):
        logged(context)
    resolve(context, ["3"])
    newer = later(context, "1h", policy=_policy("policy-2", SOON))
    expected = EndingHolidays(calendar="office", last=SOON, tickets=2, in_force=True)
    with context.store.read() as view:
        assert list(ending_holidays(context, view)) == [expected]
        assert list(ending_holidays(newer, view)) == [replace(expected, in_force=False)]
        assert (outdated(context, view), outdated(newer, view)) == (0, 2)


def test_calendars_that_go_on_or_count_for_no_clock_are_not_named() -> None:
    for policy in (
        _policy("policy-1"),
        _policy("policy-1", TODAY + timedelta(days=60)),
        _policy("policy-1", SOON, calendar="always"),
    ):
        context = a_context(policy)
        logged(context)
        with context.store.read() as view:
            assert list(ending_holidays(context, view)) == []


def test_a_version_that_cannot_be_read_is_for_others_to_name() -> None:
    context = a_context(_policy("policy-1", SOON))
    logged(context)
    newer = replace(context, policy=_policy("policy-2", SOON), compile=_unreadable)
    with context.store.read() as view:
        assert list(ending_holidays(newer, view)) == []
