"""A report counts every ticket of its period once, and says what it leaves out."""

import tracemalloc
from typing import Any

import msgspec
import pytest

from escalate_cli.domain.figures.clock_figures import FATES, ClockFigures
from escalate_cli.domain.figures.later import Later
from escalate_cli.domain.figures.level_figures import LevelFigures
from escalate_cli.domain.figures.period_figures import Move, Often, PeriodFigures, RootCause
from escalate_cli.domain.figures.report_figures import Period
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.verbs.edit import Edits
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.errors import UsageError
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.undo import undo
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.insight.query_parsing import parse
from escalate_cli.usecases.insight.report import Report, report
from escalate_cli.usecases.policy.apply_policy import apply_policy
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.verbs.acknowledge import acknowledge
from escalate_cli.usecases.verbs.assign import assign
from escalate_cli.usecases.verbs.edit import edit
from escalate_cli.usecases.verbs.escalate import escalate
from escalate_cli.usecases.verbs.note import complain, note
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve
from escalate_cli.usecases.verbs.review import NewReview, review
from escalate_cli.usecases.verbs.wait import resume, wait
from tests.conftest import DAY, HOUR, MINUTE, after, clock_rule, severity_rule, targets, when
from tests.unit.usecases.conftest import a_context, later, logged, staffed
from tests.writing import writing

POLICY = staffed(
    approval=None,
    targets=(
        targets(of=when(priority="P3"), resolve="4h", acknowledge="15m", first_response="30m"),
    ),
    rules=(
        severity_rule("critical", when=when(priority="P1"), escalate="manager"),
        clock_rule("late", at="100%", escalate="next"),
    ),
    review=Review(required_for=when(priority="P1"), within=DAY),
)


IN_OCTOBER = {"since": "0m", "until": "2d", "by": "resolved"}


def reported(context: Context) -> PeriodFigures:
    return looked_back(context).figures


def looked_back(
    context: Context, *query: str, since: str = "0m", until: str = "9w", by: str = "logged"
) -> Report:
    period = Period(since=after(since), until=after(until), by=by)
    return report(context, period, parse(query, context, everything=True))


def clock(found: PeriodFigures, name: str) -> ClockFigures:
    return next(figures for figures in found.clocks if figures.clock == name)


def fates(figures: ClockFigures) -> dict[str, int]:
    counts = {name: getattr(figures, name) for name in FATES}
    assert figures.runs == sum(counts.values()) - counts["breached_open"]
    assert figures.judged == counts["met"] + counts["breached"]
    return {name: n for name, n in counts.items() if n}


def solved(context: Context, *minutes: int) -> Context:
    """Log tickets, and resolve each so many minutes later."""
    for each in minutes:
        new = logged(context)
        resolve(later(context, f"{each}m"), [new.id])
    return later(context, "2d")


def test_every_run_of_a_clock_has_one_fate() -> None:
    context = a_context(POLICY)
    for _ in range(6):
        logged(context)
    logged(context, priority="P2")
    resolve(later(context, "1h"), ["1"])
    resolve(later(context, "5h"), ["2"])
    wait(later(context, "5m"), ["3"], "vendor")
    acknowledge(later(context, "10m"), ["4"])
    now = later(context, "3h")
    escalate(later(context, "5m"), ["5"], Wish())
    found = reported(now)
    assert fates(clock(found, "resolve")) == {"met": 1, "breached": 1, "running": 4, "no_target": 1}
    assert fates(clock(reported(later(context, "5h")), "resolve")) == {
        "met": 1,
        "breached": 4,
        "breached_open": 3,
        "running": 1,
        "no_target": 1,
    }
    assert fates(clock(found, "acknowledge")) == {
        "met": 2,
        "breached": 4,
        "breached_open": 2,
        "dropped": 1,
        "no_target": 1,
    }


def test_a_share_and_percentiles_speak_of_five_at_least() -> None:
    few = clock(reported(solved(a_context(POLICY), 10, 20, 300, 40)), "resolve")
    assert (few.judged, few.met, few.met_share) == (4, 3, None)
    assert (few.elapsed.n, few.elapsed.median, few.elapsed.p90) == (4, None, None)
    enough = clock(reported(solved(a_context(POLICY), 10, 20, 300, 40, 50)), "resolve")
    assert (enough.judged, enough.met, enough.met_share) == (5, 4, 0.8)
    assert (enough.elapsed.n, enough.elapsed.median, enough.elapsed.p90) == (
        5,
        40 * MINUTE,
        300 * MINUTE,
    )


def test_elapsed_is_business_time_without_waits_of_duties_that_were_done() -> None:
    policy = staffed(targets=(targets("office", resolve="8h"),))
    context = a_context(policy)
    for _ in range(6):
        new = logged(context)
        wait(later(context, "1h"), [new.id], "vendor")
        resume(later(context, "3h"), [new.id])
    resolve(later(context, "1d1h"), ["1", "2", "3", "4", "5"])
    elapsed = clock(reported(later(context, "2d")), "resolve").elapsed
    assert (elapsed.n, elapsed.median, elapsed.p90) == (5, 7 * HOUR, 7 * HOUR)


def test_each_run_counts_in_every_cycle() -> None:
    context = a_context(POLICY)
    logged(context)
    resolve(later(context, "5h"), ["1"])
    reopen(later(context, "6h"), ["1"])
    resolve(later(context, "7h"), ["1"])
    found = reported(later(context, "1d"))
    assert fates(clock(found, "resolve")) == {"met": 1, "breached": 1}
    assert found.reopenings == Often(1, 1)


def test_a_report_agrees_with_a_check_that_came_late_or_never() -> None:
    contexts = [a_context(POLICY), a_context(POLICY)]
    for context in contexts:
        logged(context)
    check(later(contexts[0], "5h"))
    resolve(later(contexts[0], "6h", "bo"), ["1"])
    resolve(later(contexts[1], "6h"), ["1"])
    figures = [clock(reported(later(context, "1d")), "resolve") for context in contexts]
    assert figures[0] == figures[1]


@pytest.mark.parametrize(
    ("by", "since", "until", "tickets", "outside", "unresolved"),
    [
        ("logged", "0m", "3h", 3, 1, 0),
        ("logged", "1h", "3h", 2, 2, 0),
        ("logged", "1h", "2h", 1, 3, 0),
        ("resolved", "0m", "9h", 2, 0, 2),
        ("resolved", "5h", "6h", 1, 1, 2),
        ("resolved", "5h1s", "6h", 0, 2, 2),
    ],
    ids=["all", "from its beginning", "until before its end", "resolved", "in an hour", "none"],
)
def test_a_period_begins_with_its_first_instant_and_ends_before_its_last(
    by: str, since: str, until: str, tickets: int, outside: int, unresolved: int
) -> None:
    context = a_context(POLICY)
    for at in ("0m", "1h", "2h", "3h"):
        logged(later(context, at))
    resolve(later(context, "5h"), ["1"])
    resolve(later(context, "6h"), ["2"])
    found = looked_back(later(context, "1d"), since=since, until=until, by=by)
    left_out = found.left_out
    assert (left_out["outside"], left_out["unresolved"]) == (outside, unresolved)
    assert found.figures.tickets == tickets == 4 - outside - unresolved


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(UsageError, match="the period ends before it begins"):
        looked_back(a_context(), since="1h", until="1h")


def test_a_query_narrows_it_down_and_what_it_leaves_out_is_told() -> None:
    context = a_context(POLICY)
    for priority in ("P1", "P2", "P3"):
        logged(context, priority=priority, tags=("vpn",))
    found = looked_back(later(context, "1h"), "priority:P1,P2", "tag:vpn")
    assert (found.figures.tickets, found.figures.open, found.left_out["unmatched"]) == (2, 2, 1)


def comes_back() -> Context:
    """Resolve a ticket late, and after the period resolve it again, in time."""
    context = a_context(POLICY)
    logged(context)
    resolve(later(context, "5h"), ["1"])
    reopen(later(context, "3d"), ["1"])
    resolve(later(context, "3d1h"), ["1"])
    return later(context, "4d")


def test_a_reopening_takes_nothing_out_of_the_period_before() -> None:
    context = comes_back()
    first = looked_back(context, **IN_OCTOBER)
    assert fates(clock(first.figures, "resolve")) == {"breached": 1}
    second = looked_back(context, since="2d", until="4d", by="resolved")
    assert fates(clock(second.figures, "resolve")) == {"met": 1}
    assert (first.figures.tickets, second.figures.tickets) == (1, 1)


def test_a_new_cycle_begins_in_the_period_of_the_reopening() -> None:
    context = comes_back()
    assert looked_back(context, until="2d").figures.tickets == 1
    found = looked_back(context, since="2d").figures
    assert (found.tickets, found.reopenings.n) == (1, 1)


def test_a_run_that_ended_counts_though_its_ticket_is_not_resolved() -> None:
    context = a_context(POLICY)
    logged(context)
    acknowledge(later(context, "10m"), ["1"])
    found = looked_back(later(context, "3d"), **IN_OCTOBER)
    assert fates(clock(found.figures, "acknowledge")) == {"met": 1}
    assert (found.figures.tickets, found.left_out["unresolved"]) == (0, 1)


def test_what_is_asked_for_is_asked_of_the_time_of_the_breach() -> None:
    context = a_context(staffed(targets=(targets(resolve="4h"),)))
    logged(context, priority="P1")
    edit(later(context, "5h"), ["1"], Edits(priority="P3"), "not that bad")
    resolve(later(context, "6h"), ["1"])
    late, now = (looked_back(later(context, "7h"), f"priority:{p}") for p in ("P1", "P3"))
    assert fates(clock(late.figures, "resolve")) == {"breached": 1}
    assert clock(now.figures, "resolve").runs == 0
    assert (late.figures.tickets, late.left_out["unmatched"]) == (0, 1)
    assert (now.figures.tickets, now.left_out["unmatched"]) == (1, 0)


def test_a_breach_is_asked_for_by_what_it_is() -> None:
    context = solved(a_context(staffed(targets=(targets(resolve="4h"),))), 300, 60)
    found = looked_back(context, "is:breached")
    assert fates(clock(found.figures, "resolve")) == {"breached": 1}
    assert (found.figures.tickets, found.left_out["unmatched"]) == (1, 1)
    in_time = looked_back(context, "-is:breached")
    assert fates(clock(in_time.figures, "resolve")) == {"met": 1}


def test_words_that_were_written_later_find_nothing_of_before() -> None:
    context = a_context(POLICY)
    logged(context)
    resolve(later(context, "1h"), ["1"])
    note(later(context, "3h"), ["1"], "rust")
    assert looked_back(later(context, "1d"), "rust").figures.tickets == 0


def test_old_tickets_are_in_the_backlog_as_long_as_they_are_open() -> None:
    context = a_context(POLICY)
    logged(context)
    logged(context)
    logged(context, priority="P1")
    resolve(later(context, "3d"), ["1"])
    parts = ((after("1d"), after("2d")), (after("2d"), after("4d")))
    period = Period(since=after("1d"), until=after("4d"), per="day", parts=parts)
    everything = parse([], context, everything=True)
    found = report(later(context, "5d"), period, everything)
    assert [part.backlog for part in found.parts] == [3, 2]
    urgent = parse(["priority:P1"], context, everything=True)
    assert [part.backlog for part in report(later(context, "5d"), period, urgent).parts] == [1, 1]


def test_a_period_that_is_over_says_what_was_changed_since() -> None:
    context = comes_back()
    assert looked_back(context, **IN_OCTOBER).later == Later()
    change = context.store.read().events(1)[1].change
    logged(later(context, "4d"))
    undone = a_context(POLICY)
    logged(undone)
    resolve(later(undone, "5h"), ["1"])
    before = looked_back(later(undone, "3d"), **IN_OCTOBER)
    undo(later(undone, "3d"), change)
    found = looked_back(later(undone, "4d"), **IN_OCTOBER)
    assert (before.figures.tickets, found.figures.tickets) == (1, 0)
    assert found.later == Later(undone=1)
    assert looked_back(later(undone, "4d"), until="9d").later == Later()


def test_groups_tell_whose_answer_it_was() -> None:
    context = a_context(POLICY)
    logged(context)
    note(later(context, "20m"), ["1"], "hi", public=True)
    assign(later(context, "30m"), ["1"], "bo")
    resolve(later(context, "1h", "bo"), ["1"])
    period = Period(since=after("0m"), until=after("1d"), group_by="person")
    found = report(later(context, "1d"), period, parse([], context))
    people = {group.name: group.figures for group in found.groups}
    assert people["ana"].responses.answered == 1
    assert people["ana"].responses.elapsed.mean == 20 * MINUTE
    assert clock(people["ana"], "first_response").met == 1
    assert clock(people["bo"], "resolve").met == 1


def test_the_archive_counts_as_well() -> None:
    context = a_context(POLICY)
    for number in ("1", "2"):
        logged(context, priority="P2")
        resolve(later(context, "1h"), [number])
    close(later(context, "2h"), ["1"])
    assert archive(later(context, "40d")).tickets == 1
    found = reported(later(context, "40d"))
    assert (found.tickets, found.open) == (2, 0)


def forgotten(context: Context) -> Context:
    """Let the rows be as a version wrote them that kept nothing of what is over."""
    with writing(context.store) as tx:
        for ticket in list(tx.search()):
            kept, events = ticket, tx.events(ticket.number)
            tx.save(Record(ticket=kept, events=events, next_at=None, due_at=None, risk_at=None))
    return context


@pytest.mark.parametrize("by", ["logged", "resolved"])
@pytest.mark.parametrize("group_by", [None, "person", "level"], ids=str)
def test_a_report_says_the_same_of_rows_that_keep_nothing_of_what_is_over(
    by: str, group_by: str | None
) -> None:
    context = a_context(POLICY)
    for number, priority in enumerate(("P1", "P3", "P3"), 1):
        logged(context, priority=priority)
        acknowledge(later(context, "1h"), [str(number)])
        note(later(context, "2h"), [str(number)], "on it")
        escalate(later(context, "3h"), [str(number)], Wish())
        resolve(later(context, "5h"), [str(number)])
    reopen(later(context, "6h"), ["2"])
    resolve(later(context, "7h"), ["2"])
    resolved_again = later(context, "1d")
    period = Period(since=after("1h" if by == "resolved" else "0m"), until=after("9h"), by=by)
    asked = msgspec.structs.replace(period, group_by=group_by)
    told = report(resolved_again, asked, parse([], context))
    assert all(resolved_again.store.read().kept(n) for n in (1, 2, 3))
    forgotten(resolved_again)
    assert not any(resolved_again.store.read().kept(n) for n in (1, 2, 3))
    assert report(resolved_again, asked, parse([], context)) == told
    assert told.figures.tickets == 3


def test_a_ticket_that_cannot_be_read_is_counted_as_that() -> None:
    context = a_context(POLICY)
    logged(context)
    logged(context)
    with writing(context.store) as tx:
        tx.save(Record(ticket=tx.ticket(1), events=[], next_at=None, due_at=None, risk_at=None))
    found = looked_back(later(context, "1h"))
    assert (found.figures.tickets, found.left_out["damaged"]) == (1, 1)


def test_what_was_undone_does_not_count_and_a_withdrawn_ticket_is_told() -> None:
    context = a_context(POLICY)
    logged(context, priority="P1")
    logged(context)
    undo(later(context, "10m"))
    resolve(later(context, "1h"), ["1"])
    review(later(context, "2h"), ["1"], NewReview(root_cause="rust"))
    undo(later(context, "3h"))
    found = looked_back(later(context, "4h"))
    assert (found.figures.tickets, found.left_out["withdrawn"]) == (1, 1)
    assert (found.figures.reviews.done, found.figures.reviews.owed) == (0, 1)


def test_escalations_are_counted_by_ladder_and_by_reason() -> None:
    context = a_context(POLICY)
    logged(context, priority="P1")
    logged(context)
    logged(context)
    check(later(context, "5h"))
    escalate(later(context, "6h"), ["2"], Wish())
    found = reported(later(context, "7h"))
    assert found.escalations == Often(4, 3)
    assert found.by_ladder == (
        Move(2, ladder="functional", mode="automatic"),
        Move(1, ladder="functional", mode="manual"),
        Move(1, ladder="management", mode="automatic"),
    )
    assert found.by_trigger == (
        Move(2, kind="time", trigger="late"),
        Move(1),
        Move(1, kind="severity", trigger="critical"),
    )


def level(found: PeriodFigures, name: str) -> LevelFigures:
    return next(figures for figures in found.levels if figures.level == name)


def test_the_time_at_each_level_adds_up_and_waits_are_nobodys() -> None:
    context = a_context(POLICY)
    for _ in range(3):
        logged(context, priority="P2")
    escalate(later(context, "1h"), ["1"], Wish())
    wait(later(context, "2h"), ["1"], "vendor")
    resume(later(context, "4h"), ["1"])
    escalate(later(context, "5h"), ["1"], Wish())
    resolve(later(context, "6h"), ["1"])
    resolve(later(context, "8h"), ["2"])
    found = reported(later(context, "10h"))
    assert [figures.level for figures in found.levels] == ["L1", "L2", "L3"]
    assert [figures.spent for figures in found.levels] == [19 * HOUR, 2 * HOUR, HOUR]
    assert [figures.visits for figures in found.levels] == [3, 1, 1]
    assert [figures.of_all for figures in found.levels] == [0.864, 0.091, 0.045]
    assert (level(found, "L1").still_there, level(found, "L1").each.n) == (1, 2)


def test_shares_of_the_time_need_five_visits() -> None:
    context = a_context(POLICY)
    for _ in range(4):
        logged(context, priority="P2")
    assert level(reported(later(context, "1h")), "L1").of_all is None


def test_a_level_that_was_passed_through_in_no_time_was_not_visited() -> None:
    rules = (severity_rule("straight-up", escalate="L3"),)
    context = a_context(staffed(approval=None, rules=rules, targets=(targets(level="1h"),)))
    logged(context)
    found = reported(later(context, "30m"))
    assert [(figures.level, figures.visits) for figures in found.levels] == [("L3", 1)]
    assert fates(clock(found, "level")) == {"running": 1}


def test_complaints_and_reopenings_are_counted_with_their_tickets() -> None:
    context = a_context(POLICY)
    logged(context, requester="kim")
    logged(context, requester="kim")
    for _ in range(2):
        complain(later(context, "1h"), ["1"])
        resolve(later(context, "2h"), ["1"])
        reopen(later(context, "3h"), ["1"])
    found = reported(later(context, "4h"))
    assert (found.complaints, found.reopenings) == (Often(2, 1), Often(2, 1))


def test_reviews_are_owed_done_and_say_what_was_behind() -> None:
    context = a_context(POLICY)
    for _ in range(5):
        logged(context, priority="P1")
    resolve(context, ["1", "2", "3", "4", "5"])
    for number, cause in (("1", "Full disk"), ("2", "full  disk"), ("3", "expired certificate")):
        review(later(context, "1h"), [number], NewReview(root_cause=cause))
    found = reported(later(context, "2h")).reviews
    assert (found.done, found.owed, found.overdue) == (3, 2, 0)
    assert found.root_causes == (RootCause("Full disk", 2), RootCause("expired certificate", 1))
    assert reported(later(context, "1d1s")).reviews.overdue == 2


def test_an_older_policy_judges_the_tickets_that_follow_it() -> None:
    context = a_context(POLICY)
    logged(context)
    logged(context)
    newer = later(context, "1h", policy=staffed(id="policy-2", targets=(targets(resolve="90m"),)))
    apply_policy(newer, ["2"])
    found = reported(later(newer, "2h"))
    assert fates(clock(found, "resolve")) == {"breached": 1, "breached_open": 1, "running": 1}


def test_of_nothing_nothing_is_said() -> None:
    found = reported(a_context(POLICY))
    assert (found.tickets, found.levels, found.by_ladder, found.by_trigger) == (0, (), (), ())
    assert all(figures.runs == 0 and figures.met_share is None for figures in found.clocks)


def test_looking_back_changes_nothing() -> None:
    context = a_context(POLICY)
    logged(context)
    reported(later(context, "9h"))
    assert len(context.store.read().events(1)) == 1


def _peak(tickets: int) -> int:
    """Return the most memory that a report over so many long stories needs besides the store."""
    context = a_context(POLICY)
    for _ in range(tickets):
        logged(context)
    numbers: list[Any] = [str(n + 1) for n in range(tickets)]
    for minute in range(1, 10):
        note(later(context, f"{minute}m"), numbers, "x" * 2000)
    view_of = later(context, "1d")
    reported(view_of)
    tracemalloc.start()
    reported(view_of)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_many_tickets_need_hardly_more_memory_than_few() -> None:
    assert _peak(60) < _peak(6) * 2


def test_what_was_resolved_as_what_does_not_count_leaves_all_figures() -> None:
    context = solved(a_context(staffed(targets=(targets(resolve="4h"),))), 60)
    logged(context)
    resolve(later(context, "5h"), ["2"], "twice", "duplicate")
    found = looked_back(context)
    assert fates(clock(found.figures, "resolve")) == {"met": 1}
    assert (found.figures.tickets, found.left_out["not_counted"]) == (1, 1)
    assert found.left_out["outside"] == 0
