"""Tickets are counted with what happened to them, each thing once."""

from msgspec.structs import replace

from escalate_cli.domain.figures.counted import counted
from escalate_cli.domain.figures.period_figures import (
    Move,
    Often,
    PeriodFigures,
    PeriodTally,
    RootCause,
)
from escalate_cli.domain.policy.rules import MANAGEMENT
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.ticket import events as e
from tests.conftest import (
    DAY,
    HOUR,
    MINUTE,
    a_history,
    a_log,
    a_policy,
    after,
    answered,
    escalated,
    reopened,
    resolved,
    taken,
    targets,
    when,
)

POLICY = a_policy(review=Review(required_for=when(priority="P3"), within=DAY))


def figures(*stories: tuple[e.Event, ...], at: str = "9h") -> PeriodFigures:
    tally = PeriodTally(after(at), after(at))
    for story in stories:
        history = a_history(*story, policy=POLICY)
        tally.add(history, counted(history, after(at)))
    return tally.figures()


def reviewed(cause: str) -> e.ReviewRecorded:
    return e.ReviewRecorded(at=after("3h"), by="lee", root_cause=cause)


def test_tickets_are_open_until_they_are_resolved() -> None:
    found = figures((), (resolved(after("1h")),), (resolved(after("1h")), reopened(after("2h"))))
    assert (found.tickets, found.open, found.reopenings) == (3, 2, Often(1, 1))


def complained(at: str) -> e.ComplaintReceived:
    return e.ComplaintReceived(at=after(at), by="ana", text="?", requester="kim")


def test_all_but_the_first_complaint_about_a_ticket_are_repeated() -> None:
    found = figures((complained("1h"), complained("2h"), complained("2h")), (complained("1h"),), ())
    assert (found.complaints, found.repeat_complaints) == (Often(4, 2), Often(2, 1))


def test_a_first_complaint_is_no_repeated_one_where_the_ticket_was_made_anew_since() -> None:
    story = complained("1h"), complained("2h")
    tally = PeriodTally(after("9h"), after("9h"))
    things = counted(a_history(*story, policy=POLICY), after("9h"))
    tally.add(a_history(*story, policy=POLICY), things)
    assert tally.figures().repeat_complaints == Often(1, 1)


def test_answers_of_people_are_no_answers_of_the_policy_to_reviews() -> None:
    story = answered(after("1h")), resolved(after("2h")), reviewed("disk full")
    history = a_history(*story, policy=POLICY, owner="bo")
    tally = PeriodTally(after("9h"), after("9h"))
    tally.add(history, counted(history, after("9h"), by_person=True))
    found = tally.figures()
    assert (found.responses.given, found.responses.answered, found.reviews.answered) == (1, 1, 0)


def test_moves_are_counted_in_each_way_the_most_frequent_first() -> None:
    twice = tuple(
        replace(escalated(at, to, trigger_kind="time", trigger="late"), mode="automatic")
        for at, to in ((after("1h"), "L2"), (after("2h"), "L3"))
    )
    found = figures(twice, (escalated(after("1h"), "lead", MANAGEMENT),))
    assert found.escalations == Often(3, 2)
    assert [(move.ladder, move.mode, move.n) for move in found.by_ladder] == [
        ("functional", "automatic", 2),
        ("management", "manual", 1),
    ]
    assert found.by_trigger == (Move(2, kind="time", trigger="late"), Move(1))


def test_what_was_behind_is_one_cause_however_it_is_spelled() -> None:
    found = figures(
        (resolved(after("1h")), reviewed("Full disk")),
        (resolved(after("1h")), reviewed("full  disk")),
        (resolved(after("1h")),),
    ).reviews
    assert (found.done, found.owed, found.overdue) == (2, 1, 0)
    assert found.root_causes == (RootCause("Full disk", 2),)


def test_a_review_is_overdue_past_its_instant() -> None:
    story = (resolved(after("1h")),)
    assert figures(story, at="25h").reviews.overdue == 0
    assert figures(story, at="25h1s").reviews.overdue == 1


def test_an_import_is_counted_and_a_ticket_of_here_is_not() -> None:
    tally = PeriodTally(after("9h"), after("9h"))
    for log in (a_log(imported_at=after("1h")), a_log(), a_log()):
        history = a_history(log, policy=POLICY)
        tally.add(history, counted(history, after("9h")))
    found = tally.figures()
    assert (found.tickets, found.imported) == (3, 1)


def test_a_review_that_repeats_another_is_none_but_for_what_answered_it() -> None:
    story = (resolved(after("1h")), replace(reviewed("Full disk"), seq=1))
    answer = replace(reviewed("Full disk"), seq=2, answered_by="a new rule")
    found = figures((*story, answer)).reviews
    assert (found.done, found.answered) == (1, 1)
    assert found.root_causes == (RootCause("Full disk", 1),)
    other = figures((*story, replace(answer, root_cause="No alarm"))).reviews
    assert (other.done, other.answered) == (2, 1)
    assert figures(story).reviews.answered == 0


def test_the_first_complaint_is_no_repetition() -> None:
    said = tuple(e.ComplaintReceived(at=after(at), by="kim") for at in ("1h", "2h", "3h"))
    once, thrice = figures(said[:1]), figures(said)
    assert (once.complaints, once.repeat_complaints) == (Often(1, 1), Often(0, 0))
    assert (thrice.complaints, thrice.repeat_complaints) == (Often(3, 1), Often(2, 1))


def test_what_a_review_asked_for_is_counted_as_done_or_not_and_as_late() -> None:
    policy = a_policy(targets=(targets(resolve="2h"),))

    def actions(*story: e.Event, at: str = "3h") -> tuple[int, int, int]:
        tally = PeriodTally(after(at), after(at))
        history = a_history(a_log(action_of="T-9"), *story, policy=policy)
        tally.add(history, counted(history, after(at)))
        found = tally.figures().reviews
        return found.actions, found.open_actions, found.overdue_actions

    assert actions() == (1, 1, 1)
    assert actions(at="1h") == (1, 1, 0)
    assert actions(resolved(after("150m"))) == (1, 0, 0)
    assert figures(()).reviews.actions == 0


def test_responses_are_counted_by_how_they_ended_and_given_while_they_did_not() -> None:
    given = e.TicketAssigned(at=after("10m"), by="lee", owner="bo")
    tally = PeriodTally(after("9h"), after("9h"))
    for story in ((given,), (given, answered(after("30m"))), (given, resolved(after("1h")))):
        history = a_history(*story, policy=POLICY)
        tally.add(history, counted(history, after("9h"), by_person=True))
    found = tally.figures().responses
    assert (found.given, found.answered, found.handed_on, found.resolved, found.open) == (
        *(3, 1, 0, 1, 1),
    )
    assert found.elapsed.n == 1


def test_means_are_those_of_the_named_clocks_and_nothing_without_them() -> None:
    policy = a_policy(targets=(targets(resolve="2h", acknowledge="1h"),))
    history = a_history(taken(after("10m")), resolved(after("1h")), policy=policy)
    tally = PeriodTally(after("9h"), after("9h"))
    tally.add(history, counted(history, after("9h")))
    found = tally.figures()
    assert (found.mtta.mean, found.mttr.mean) == (10 * MINUTE, HOUR)
    empty = PeriodTally(after("9h"), after("9h")).figures()
    assert (empty.mtta.n, empty.mttr.n) == (0, 0)
