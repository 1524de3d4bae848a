"""Actions of reviews are tickets of their own."""

from escalate_cli.usecases.verbs.resolve import resolve
from escalate_cli.usecases.verbs.review import NewReview, review, reviews_owed
from escalate_cli.usecases.verbs.review_actions import NewAction, actions_of
from tests.conftest import after
from tests.unit.usecases.conftest import a_context, later, logged, ticket


def test_actions_are_listed_by_their_date_until_they_are_done() -> None:
    context = a_context()
    logged(context)
    resolve(context, ["1"])
    asked = (NewAction("watch disks", due=after("2d")), NewAction("buy disks", due=after("1d")))
    done = review(context, ["1"], NewReview(root_cause="a full disk", actions=asked))
    assert list(actions_of(done)) == [("T-2", "watch disks"), ("T-3", "buy disks")]
    later_on = later(context, "30h")
    owed = [(each.standing.ticket.id, each.is_overdue) for each in reviews_owed(later_on)]
    assert owed == [("T-3", True), ("T-2", False)]
    resolve(later_on, ["3"])
    assert [each.standing.ticket.id for each in reviews_owed(later_on)] == ["T-2"]


def test_an_action_presses_as_little_as_the_policy_knows() -> None:
    context = a_context()
    logged(context, priority="P1")
    resolve(context, ["1"])
    review(context, ["1"], NewReview(root_cause="rust", actions=(NewAction("oil it"),)))
    begun = ticket(context, 2)
    assert (begun.priority, begun.action_of) == (context.rules.priorities[-1], "T-1")
    assert begun.requester is None
