"""One clock: time spent against a target, its due instant and its verdict."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.target import Target
from escalate_cli.domain.ticket.clock.sla_clock import Clock, ClockState, Course, started
from escalate_cli.domain.time.calendar import BusinessCalendar
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, after

OFFICE = BusinessCalendar(
    "Europe/Berlin", {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
)
CLOSING = after("8h")
TUESDAY_NINE = after("1d")


def calendars(name: str) -> BusinessCalendar:
    return OFFICE if name == "office" else BusinessCalendar.always()


def course(within: timedelta | None, calendar: str = "office", *, running: bool = True) -> Course:
    target = None if within is None else Target(within=within, calendar=calendar)
    return Course(target=target, calendar=calendar, running=running)


def a_clock(
    within: timedelta | None = HOUR, at: datetime = MONDAY_NINE, calendar: str = "office"
) -> Clock:
    return started("resolve", None, 1, at, course(within, calendar), calendars)


def moved(clock: Clock, at: datetime, to: Course) -> Clock:
    return clock.settled(at, calendars).under(to, calendars)


def test_due_is_the_earliest_instant_at_which_the_target_is_used_up() -> None:
    assert a_clock(8 * HOUR).due_at == CLOSING


@pytest.mark.parametrize(
    ("at", "breached_at"),
    [
        (CLOSING, None),
        (after("20h"), None),
        (TUESDAY_NINE, None),
        (TUESDAY_NINE + timedelta(microseconds=1), CLOSING),
        (after("6d"), CLOSING),
    ],
    ids=["due", "at night", "at the next opening", "a moment later", "days later"],
)
def test_breached_is_more_than_the_target_and_dated_when_it_was_due(
    at: datetime, breached_at: datetime | None
) -> None:
    assert a_clock(8 * HOUR).settled(at, calendars).breached_at == breached_at


def test_a_clock_without_a_target_counts_but_is_never_due_or_breached() -> None:
    clock = a_clock(None).settled(after("3d"), calendars)
    assert (clock.spent, clock.due_at, clock.breached_at) == (24 * HOUR, None, None)


def test_counting_in_steps_comes_to_the_same_as_counting_at_once() -> None:
    in_steps = a_clock(30 * HOUR)
    for hours in range(0, 100, 7):
        in_steps = in_steps.settled(after(f"{hours}h"), calendars)
    assert in_steps.spent == a_clock(30 * HOUR).settled(after("98h"), calendars).spent


def test_looking_back_counts_nothing() -> None:
    clock = a_clock().settled(after("2h"), calendars)
    assert clock.settled(after("1h"), calendars) is clock


def test_a_paused_clock_has_no_due_counts_nothing_and_cannot_breach() -> None:
    paused = moved(a_clock(2 * HOUR), after("1h"), course(2 * HOUR, running=False))
    assert paused.due_at is None
    later = paused.settled(after("5d"), calendars)
    assert (later.spent, later.breached_at, later.state) == (HOUR, None, ClockState.PAUSED)
    assert later.settled(after("9d"), calendars).spent == HOUR
    assert later.reaches(HOUR / 2, calendars) is None


def test_a_resumed_clock_is_due_when_the_rest_is_used_up() -> None:
    """Two hours from ten, standing from ten past ten to five past three: due at 16:55."""
    clock = a_clock(2 * HOUR, after("1h"))
    paused = moved(clock, after("1h10m"), course(2 * HOUR, running=False))
    resumed = moved(paused, after("6h5m"), course(2 * HOUR))
    assert resumed.due_at == after("7h55m")
    assert resumed.settled(after("7h55m"), calendars).breached_at is None


def test_a_pause_outside_hours_moves_nothing() -> None:
    paused = moved(a_clock(10 * HOUR), after("9h"), course(10 * HOUR, running=False))
    resumed = moved(paused, after("20h"), course(10 * HOUR))
    assert resumed.due_at == a_clock(10 * HOUR).due_at == TUESDAY_NINE + 2 * HOUR


def test_a_due_instant_survives_a_pause_after_it() -> None:
    used_up = moved(a_clock(8 * HOUR), after("10h"), course(8 * HOUR, running=False))
    noted = used_up.settled(after("11h"), calendars)
    resumed = moved(noted, after("12h"), course(8 * HOUR))
    assert resumed.due_at == CLOSING
    assert resumed.settled(after("25h"), calendars).breached_at == CLOSING


def test_another_target_keeps_the_time_spent() -> None:
    tighter = moved(a_clock(4 * HOUR), after("1h"), course(2 * HOUR))
    assert (tighter.spent, tighter.due_at) == (HOUR, after("2h"))


def test_a_target_already_spent_is_breached_at_the_change() -> None:
    tighter = moved(a_clock(4 * HOUR), after("2h"), course(HOUR))
    assert tighter.breached_at is None
    later = tighter.settled(after("3h"), calendars)
    assert (later.breached_at, later.breached_target) == (after("2h"), HOUR)


def test_a_target_spent_during_a_pause_is_breached_at_the_resumption() -> None:
    paused = moved(a_clock(4 * HOUR), after("2h"), course(4 * HOUR, running=False))
    tighter = moved(paused, after("3h"), course(HOUR, running=False))
    assert tighter.settled(after("4h"), calendars).breached_at is None
    resumed = moved(tighter, after("5h"), course(HOUR))
    assert resumed.settled(after("6h"), calendars).breached_at == after("5h")


def test_a_breach_is_latched_through_a_softer_target() -> None:
    late = a_clock(HOUR).settled(after("2h"), calendars)
    softer = late.under(course(8 * HOUR), calendars)
    assert (softer.breached_at, softer.state) == (after("1h"), ClockState.BREACHED)
    ended = softer.settled(after("3h"), calendars).ended(after("3h"), judged=True)
    assert (ended.state, ended.breached_target) == (ClockState.BREACHED, HOUR)


def test_a_target_in_force_for_no_time_judges_nothing() -> None:
    clock = a_clock(4 * HOUR).settled(after("2h"), calendars)
    back = clock.under(course(HOUR), calendars).under(course(4 * HOUR), calendars)
    assert (back.due_at, back.settled(after("3h"), calendars).breached_at) == (after("4h"), None)


def test_a_target_that_goes_for_no_time_is_back_as_it_was() -> None:
    clock = moved(a_clock(8 * HOUR), after("20h"), course(None)).under(course(8 * HOUR), calendars)
    assert clock.due_at == CLOSING


def test_elapsed_time_is_counted_on_the_calendar_of_each_segment() -> None:
    clock = moved(a_clock(40 * HOUR), after("10h"), course(40 * HOUR, "always"))
    assert clock.settled(after("12h"), calendars).spent == 8 * HOUR + 2 * HOUR


def test_a_threshold_spent_before_was_reached_where_the_present_course_began() -> None:
    clock = moved(a_clock(4 * HOUR), after("2h"), course(8 * HOUR))
    assert clock.reaches(HOUR, calendars) == after("2h")


@pytest.mark.parametrize(
    ("within", "judged", "state"),
    [
        (HOUR, True, ClockState.MET),
        (HOUR, False, ClockState.STOPPED),
        (None, True, ClockState.STOPPED),
    ],
    ids=["done in time", "dropped", "no target"],
)
def test_an_ended_clock_says_how(within: timedelta | None, judged: bool, state: ClockState) -> None:
    clock = a_clock(within).settled(after("1h"), calendars).ended(after("1h"), judged=judged)
    assert clock.state is state
    assert clock.settled(after("9h"), calendars) is clock


def test_the_time_over_a_target_freezes_when_the_clock_ends() -> None:
    clock = a_clock(HOUR).settled(after("3h"), calendars).ended(after("3h"), judged=True)
    assert clock.settled(after("5d"), calendars).spent == 3 * HOUR


@pytest.mark.parametrize(
    "midnight",
    [datetime(2024, 3, 10, 5, tzinfo=UTC), datetime(2024, 11, 3, 4, tzinfo=UTC)],
    ids=["clocks go forward", "clocks go back"],
)
def test_six_hours_are_six_hours_when_the_clocks_change(midnight: datetime) -> None:
    """From midnight in New York, on the days its clocks change."""
    whole_day = {day: [("00:00", "24:00")] for day in ("sat", "sun", "mon")}
    around = BusinessCalendar("America/New_York", whole_day)
    clock = started("resolve", None, 1, midnight, course(6 * HOUR), lambda _: around)
    assert clock.due_at == midnight + 6 * HOUR
    assert clock.settled(midnight + 6 * HOUR + MINUTE, lambda _: around).breached_at


LONG_DAYS = BusinessCalendar(
    "UTC", {day: [("08:00", "18:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
)


def test_a_late_afternoon_runs_over_to_the_next_morning() -> None:
    """Four hours from 16:00, open from 08:00 to 18:00: due the next day at ten."""
    four = datetime(2026, 11, 23, 16, tzinfo=UTC)
    clock = started("resolve", None, 1, four, course(4 * HOUR), lambda _: LONG_DAYS)
    assert clock.due_at == four - 6 * HOUR + DAY


def test_an_hour_before_it_is_due_is_an_hour_of_working_time() -> None:
    """Four hours from 17:00 are used up the next day at eleven, three of them at ten."""
    five = datetime(2026, 11, 23, 17, tzinfo=UTC)
    clock = started("resolve", None, 1, five, course(4 * HOUR), lambda _: LONG_DAYS)
    assert clock.reaches(3 * HOUR, lambda _: LONG_DAYS) == datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_what_was_missed_was_due_when_it_was_missed_whatever_it_is_called_since() -> None:
    late = moved(a_clock(HOUR), after("4h"), course(3 * HOUR))
    assert late.due_at == after("4h")
    assert late.due_when_missed().due_at == after("1h")


def test_more_time_is_due_when_it_is_used_up() -> None:
    relaxed = moved(a_clock(HOUR), after("4h"), course(6 * HOUR))
    assert relaxed.due_when_missed() == relaxed
    assert relaxed.due_at == after("6h")


@pytest.mark.parametrize(
    "to",
    [course(HOUR), course(None), course(HOUR / 2, running=False)],
    ids=["the same target", "no target", "in a wait"],
)
def test_only_another_target_that_is_used_up_dates_it(to: Course) -> None:
    clock = moved(a_clock(HOUR), after("4h"), to)
    assert clock.due_when_missed() == clock


def test_counting_at_the_same_instant_again_changes_nothing() -> None:
    clock = a_clock().settled(after("3h"), calendars)
    assert clock.settled(after("3h"), calendars) is clock
    assert clock.under(course(HOUR), calendars) == clock


def test_pauses_are_known_while_no_target_is_and_touching_ones_are_one() -> None:
    paused = moved(a_clock(None), after("1h"), course(None, running=False))
    assert paused.pauses is None
    once = replace(paused, pauses=()).settled(after("2h"), calendars)
    assert once.pauses == ((after("1h"), after("2h")),)
    assert once.settled(after("3h"), calendars).pauses == ((after("1h"), after("3h")),)
    runs = moved(once, after("2h"), course(None))
    assert runs.settled(after("4h"), calendars).pauses == once.pauses
    again = moved(runs, after("4h"), course(None, running=False)).settled(after("5h"), calendars)
    assert again.pauses == ((after("1h"), after("2h")), (after("4h"), after("5h")))
    aimed = moved(once, after("2h"), course(HOUR)).settled(after("3h"), calendars)
    assert aimed.pauses is None


def test_who_has_waited_longer_is_owed_sooner_and_an_ended_clock_stays() -> None:
    clock = a_clock(4 * HOUR)
    longer = clock.waited(HOUR, calendars)
    assert (longer.spent, longer.due_at) == (HOUR, after("3h"))
    assert clock.waited(timedelta(0), calendars) is clock
    spent = clock.settled(after("2h"), calendars)
    assert spent.waited(2 * HOUR, calendars) is spent
    assert a_clock(None).waited(HOUR, calendars).due_at is None
    ended = clock.ended(after("1h"), judged=True)
    assert ended.waited(9 * HOUR, calendars) is ended


def test_a_run_goes_on_in_another_cycle_as_if_no_time_had_passed() -> None:
    first = a_clock(HOUR).settled(after("2h"), calendars).ended(after("2h"), judged=True)
    later = first.continued(after("5h"), 2)
    assert (later.cycle, later.instance, later.spent) == (2, 1, 2 * HOUR)
    assert (later.ended_at, later.judged, later.counted_to) == (None, False, after("5h"))
    assert (later.breached_at, later.was_breached, later.breaches) == (after("1h"), True, False)
    assert first.breaches
    assert not a_clock(HOUR).ended(after("5m"), judged=True).continued(after("5h"), 2).was_breached
    paused = replace(first, pauses=((after("30m"), after("1h")),)).continued(after("5h"), 2)
    assert paused.pauses == ((after("30m"), after("1h")), (after("2h"), after("5h")))


def test_a_run_is_told_by_its_duty_cycle_and_instance() -> None:
    clock = a_clock()
    assert clock.run == ("resolve", 1, 1)
    assert clock.is_run_of(clock.settled(after("9h"), calendars))
    for other in ({"instance": 2}, {"cycle": 2}, {"name": "update"}):
        assert not clock.is_run_of(replace(clock, **other))


def test_it_is_overdue_while_it_is_owed_and_over_the_target_of_now() -> None:
    late = a_clock(HOUR).settled(after("2h"), calendars)
    assert (late.is_overdue, late.overrun) == (True, HOUR)
    assert not a_clock(HOUR).settled(after("1h"), calendars).is_overdue
    assert not late.ended(after("2h"), judged=True).is_overdue
    assert not replace(late, excused=True).is_overdue
    assert not moved(late, after("2h"), course(None)).is_overdue
    assert moved(late, after("2h"), course(None)).overrun == HOUR
    assert a_clock(None).settled(after("2h"), calendars).overrun == timedelta(0)


def test_it_is_on_a_course_of_which_all_is_in_force() -> None:
    clock = a_clock(HOUR)
    assert clock.is_on(clock.course)
    assert clock.course == course(HOUR)
    for other in (course(2 * HOUR), course(HOUR, "always"), course(HOUR, running=False)):
        assert not clock.is_on(other)
    assert not clock.is_on(replace(course(HOUR), counts=False))


def test_what_is_held_is_the_target_under_which_time_was_last_spent() -> None:
    clock = moved(a_clock(HOUR), after("30m"), course(2 * HOUR))
    held = clock.held()
    assert (held.target, held.due_at) == (course(HOUR).target, after("1h"))
    assert clock.target == course(2 * HOUR).target
