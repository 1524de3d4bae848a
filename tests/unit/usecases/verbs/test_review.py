"""What was learned from a ticket, and which tickets still owe it."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.ticket import events as e
from escalate_cli.errors import UsageError
from escalate_cli.usecases.automation.archive import archive
from escalate_cli.usecases.verbs.resolve import close, reopen, resolve
from escalate_cli.usecases.verbs.review import NewReview, review, reviews_owed
from escalate_cli.usecases.verbs.review_actions import NewAction
from tests.conftest import HOUR, after, when
from tests.unit.usecases.conftest import a_context, kinds, later, logged, staffed, ticket

OWED = staffed(review=Review(required_for=when(priority="P1"), within=16 * HOUR, calendar="office"))


def test_a_review_keeps_root_cause_factors_praise_and_actions() -> None:
    context = a_context()
    logged(context)
    resolve(context, ["1"])
    review(
        later(context, "1d"),
        ["1"],
        NewReview(
            root_cause="a full disk",
            factors=("no alarm",),
            went_well=("quick hand-off",),
            actions=(NewAction("watch disks"),),
        ),
    )
    told = context.store.read().events(1)[-1]
    assert isinstance(told, e.ReviewRecorded)
    assert (told.root_cause, told.factors) == ("a full disk", ("no alarm",))
    assert (told.went_well, told.actions) == (("quick hand-off",), ("watch disks",))
    assert (ticket(context).reviewed_at, ticket(context).status) == (after("1d"), "resolved")


def test_the_policy_that_the_ticket_of_an_action_follows_is_kept() -> None:
    context = a_context()
    logged(context)
    resolve(context, ["1"])
    newer = replace(context.policy, rules=replace(context.policy.rules, id="newer"))
    said = NewReview(root_cause="a full disk", actions=(NewAction("watch disks"),))
    review(later(context, "1d", policy=newer), ["1"], said)
    view = context.store.read()
    assert (view.ticket(2).policy, view.policy_source("newer")) == ("newer", "newer")


@pytest.mark.parametrize("text", ["", "  "], ids=["nothing", "blanks"])
def test_a_review_says_why_it_happened(text: str) -> None:
    context = a_context()
    logged(context)
    resolve(context, ["1"])
    with pytest.raises(UsageError, match="a review needs a root cause"):
        review(context, ["1"], NewReview(root_cause=text))
    assert kinds(context)[-1] == "ticket_resolved"


def test_what_the_policy_wants_reviewed_is_owed_from_the_resolution_on() -> None:
    context = a_context(OWED)
    logged(context, priority="P1")
    logged(context, priority="P2")
    assert reviews_owed(context) == []
    resolve(context, ["1", "2"])
    [owed] = reviews_owed(later(context, "1h"))
    assert (owed.standing.ticket.id, owed.is_overdue) == ("T-1", False)
    assert owed.due_at == datetime(2026, 11, 24, 16, tzinfo=UTC)


def test_a_review_is_overdue_after_its_instant_not_at_it() -> None:
    context = a_context(OWED)
    logged(context, priority="P1")
    resolve(context, ["1"])
    assert [reviews_owed(later(context, at))[0].is_overdue for at in ("1d8h", "1d8h1s")] == [
        False,
        True,
    ]


def test_one_that_was_recorded_is_owed_no_more_until_the_next_cycle() -> None:
    context = a_context(OWED)
    logged(context, priority="P1")
    resolve(context, ["1"])
    review(context, ["1"], NewReview(root_cause="rust"))
    assert reviews_owed(context) == []
    reopen(later(context, "1h"), ["1"])
    assert reviews_owed(later(context, "1h")) == []
    resolve(later(context, "2h"), ["1"])
    assert len(reviews_owed(later(context, "2h"))) == 1


def test_the_archive_owes_too_and_the_earliest_comes_first() -> None:
    context = a_context(OWED)
    for _ in range(2):
        logged(context, priority="P1")
    resolve(later(context, "2h"), ["1"])
    resolve(later(context, "1h"), ["2"])
    close(later(context, "3h"), ["2"])
    archive(later(context, "40d"))
    assert [owed.standing.ticket.id for owed in reviews_owed(later(context, "40d"))] == [
        "T-2",
        "T-1",
    ]


def test_a_policy_that_wants_none_is_owed_none() -> None:
    context = a_context()
    logged(context, priority="P1")
    resolve(context, ["1"])
    assert reviews_owed(context) == []
