"""A clock that cannot be right, by what is known of the store."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from escalate_cli.errors import ClockDoubtedError
from escalate_cli.store.memory import MemoryStore
from escalate_cli.usecases.automation.check import Checked, check
from escalate_cli.usecases.automation.clock_doubt import (
    BELIEVED_AFTER,
    LONGEST_SILENCE,
    must_be_right,
)
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.present import Present
from escalate_cli.usecases.unit_of_work import save
from escalate_cli.usecases.verbs.note import note
from escalate_cli.usecases.verbs.resolve import close, resolve
from tests.conftest import DAY, HOUR, MINUTE, MONDAY_NINE, after, clock_rule
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed

RULES = (clock_rule(at="30m", notify=("lead",)),)
FAR = MONDAY_NINE + 90 * DAY


def at(context: Context, now: datetime) -> Context:
    """Return the desk of the same store by the machine's clock."""
    return replace(context, present=Present(now, clock=lambda: now))


def a_quiet_context() -> Context:
    """Return a desk with a ticket on which a rule is due half an hour later."""
    context = a_context(staffed(rules=RULES))
    logged(context)
    return context


def is_doubted(done: Checked) -> bool:
    """Tell whether a run decided nothing for want of a clock."""
    return [error.ticket for error in done.errors] == ["clock"] and not done.decisions


@pytest.mark.parametrize(
    ("silence", "is_long"),
    [(LONGEST_SILENCE, False), (LONGEST_SILENCE + MINUTE, True)],
    ids=["31 days", "longer"],
)
def test_a_clock_that_is_more_than_a_month_ahead_decides_nothing(
    silence: timedelta, *, is_long: bool
) -> None:
    context = a_quiet_context()
    done = check(at(context, MONDAY_NINE + silence))
    assert is_doubted(done) == is_long
    assert (kinds(context, 1) == ["ticket_logged"]) == is_long


def test_it_says_what_it_knows_and_when_it_will_believe() -> None:
    [error] = check(at(a_quiet_context(), FAR)).errors
    assert error.message == (
        "nothing was decided: the clock says 2027-02-21T08:00:00Z, and the latest that is known "
        "here was at 2026-11-23T08:00:00Z; it is believed from 2027-02-21T08:30:00Z on "
        "(set the clock of this machine right, or if it is right: escalate check --believe-clock)"
    )


def test_after_a_summer_off_it_goes_on_by_itself() -> None:
    context = a_quiet_context()
    runs = [check(at(context, FAR + minutes * MINUTE)) for minutes in range(0, 40, 5)]
    assert list(map(is_doubted, runs)) == [True] * 6 + [False] * 2
    assert [len(run.decisions) for run in runs] == [0] * 6 + [1, 0]
    assert context.store.doubted_at() is None


@pytest.mark.parametrize("believes", ["by word", "by the environment"])
def test_somebody_may_say_that_it_is_right(believes: str) -> None:
    context = a_quiet_context()
    found = at(context, FAR) if believes == "by word" else replace(context, present=Present(FAR))
    assert len(check(found, believe_clock=believes == "by word").decisions) == 1


def test_a_dry_run_decides_nothing_either_and_begins_no_doubts() -> None:
    context = a_quiet_context()
    assert is_doubted(check(at(context, FAR), dry_run=True))
    assert context.store.doubted_at() is None
    assert len(check(at(context, FAR), dry_run=True, believe_clock=True).decisions) == 1


@pytest.mark.parametrize("meanwhile", ["a right run", "a clock that goes back", "another jump"])
def test_doubts_of_another_time_do_not_count(meanwhile: str) -> None:
    context = a_quiet_context()
    check(at(context, FAR))
    if meanwhile == "a right run":
        check(at(context, MONDAY_NINE))
    shift = {"a right run": BELIEVED_AFTER, "a clock that goes back": -HOUR}
    assert is_doubted(check(at(context, FAR + shift.get(meanwhile, 400 * DAY))))


@pytest.mark.parametrize("heard", ["an event", "a run", "a change"])
def test_whatever_was_heard_within_a_month_makes_it_credible(heard: str) -> None:
    context = a_quiet_context()
    lately = replace(context, present=Present(FAR - DAY))
    if heard == "an event":
        note(lately, ["1"], "here")
    elif heard == "a run":
        context.store.checked(FAR - DAY)
    else:  # such as an import of old histories
        lately.change(lambda tx: save(lately, tx, lately.history(tx, 1)))
    assert len(check(at(context, FAR)).decisions) == 1


def test_a_store_of_which_nothing_is_known_has_no_jump() -> None:
    assert check(at(a_context(), FAR)).errors == ()


def test_where_the_doubts_cannot_be_kept_it_says_that_it_goes_on_so() -> None:
    class Forgetful(MemoryStore):
        def doubted(self, since: datetime) -> bool:
            return since is None

    context = replace(a_context(staffed(rules=RULES)), store=Forgetful())
    logged(context)
    [error] = check(at(context, FAR)).errors
    assert "; it stays so, as the file last_check cannot be written (" in error.message


def test_a_clock_that_is_behind_names_the_tickets_on_which_no_time_passes() -> None:
    context = a_context()
    for _ in range(8):
        logged(context)
    note(later(context, "3h"), [str(number) for number in range(1, 9)], "here")
    resolve(later(context, "3h"), ["8"])
    close(later(context, "3h"), ["8"])
    with pytest.raises(ClockDoubtedError, match="T-1, T-2, T-3, T-4, T-5 and 2 more went on until"):
        must_be_right(at(context, after("1h")), context.store.read())
    assert context.now == after("0m")
    must_be_right(at(context, after("2h59m")), context.store.read())


def test_tickets_that_are_done_need_no_time() -> None:
    context = a_context()
    logged(context)
    resolve(later(context, "3h"), ["1"])
    assert check(at(context, after("1h"))).errors == ()
