"""What differs is what people would notice: who moved where when, who was told, what was late."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.replay.differences import ReplayDifference, differences
from escalate_cli.domain.replay.simulate import ReplayedTicket
from escalate_cli.domain.ticket import events as e
from tests.conftest import (
    a_history,
    a_policy,
    after,
    closed,
    escalated,
    reopened,
    resolved,
    resumed,
    rule_fired,
    taken,
    targets,
)

NOW = after("9h")
POLICY = a_policy(targets=(targets(resolve="4h"),))


def fired(at: str, action: str = "escalated", **fields: Any) -> e.TriggerFired:
    """Return a decision of the rule `late`, by default to move the ticket to L2."""
    move = {"origin": "L1", "to": "L2"} if action == "escalated" else {}
    return rule_fired(after(at), action, **{"since": after("1h")} | move | fields)


def compared(
    before: Sequence[e.Event],
    after_: Sequence[e.Event],
    *moot: e.Event,
    policy: Policy = a_policy(),  # noqa: B008 - it is frozen
) -> list[ReplayDifference]:
    one, other = (a_history(*events, policy=policy) for events in (before, after_))
    return differences(ReplayedTicket(one, other, 0, moot, 0, 0), NOW)


def changes(found: Sequence[ReplayDifference]) -> list[tuple[str, str, datetime]]:
    return [(x.change, x.decision.trigger, x.decision.noticed_at) for x in found]


@pytest.mark.parametrize(
    ("before", "after_", "expected"),
    [
        ([], [fired("1h")], [("new", "late", after("1h"))]),
        ([fired("1h")], [], [("gone", "late", after("1h"))]),
        ([fired("3h")], [fired("1h")], [("earlier", "late", after("1h"))]),
        ([fired("1h")], [fired("3h")], [("later", "late", after("3h"))]),
        ([fired("1h")], [fired("1h", to="L3")], [("other", "late", after("1h"))]),
        ([fired("1h")], [fired("3h", to="L3")], [("other", "late", after("3h"))]),
        ([fired("1h")], [fired("2h", "satisfied")], [("other", "late", after("2h"))]),
        (
            [fired("1h", "notified", notified=("ana", "bo"))],
            [fired("1h", "notified", notified=("bo", "cy"))],
            [("other", "late", after("1h"))],
        ),
        (
            [fired("1h", "notified", notified=("ana", "bo"))],
            [fired("1h", "notified", notified=("bo", "ana"))],
            [],
        ),
        ([fired("1h")], [fired("1h", since=after("30m"))], []),
        ([fired("1h", origin="L1", to="L3")], [fired("1h", origin="L2", to="L3")], []),
    ],
    ids=[
        "new",
        "gone",
        "earlier",
        "later",
        "elsewhere",
        "elsewhere and later",
        "nowhere",
        "to others",
        "in another order",
        "true for longer",
        "from elsewhere",
    ],
)
def test_decisions_are_compared_by_their_keys(
    before: list[e.Event], after_: list[e.Event], expected: list[tuple[str, str, datetime]]
) -> None:
    assert changes(compared(before, after_)) == expected


@pytest.mark.parametrize("action", ["satisfied", "superseded", "lapsed"])
def test_a_decision_of_which_nothing_came_is_no_difference(action: str) -> None:
    assert compared([], [fired("1h", action)]) == []
    assert compared([fired("1h", action)], []) == []
    assert compared([fired("1h", action)], [fired("2h", action)]) == []


def test_somebody_who_was_told_makes_one() -> None:
    found = compared([], [fired("1h", "satisfied", notified=("lee",))])
    assert changes(found) == [("new", "late", after("1h"))]


def test_both_sides_are_told_and_the_later_word_counts() -> None:
    [found] = compared([fired("3h")], [fired("1h", since=after("30m"))])
    assert (found.before, found.after) != (None, None)
    assert found.decision is found.after
    assert (found.decision.key, found.decision.since) == ("T-1:1:late:1:0", after("30m"))


def test_a_breach_is_dated_at_its_due_instant() -> None:
    [found] = compared([resolved(after("3h"))], [], policy=POLICY)
    assert (found.change, found.decision.type) == ("new", "breach")
    assert (found.decision.trigger, found.decision.noticed_at) == ("resolve", after("4h"))
    assert found.decision.key == "T-1:1:breach.resolve:1:0"


def test_a_move_of_a_person_is_known_by_when_it_was_asked_for() -> None:
    asked: dict[str, Any] = {"since": after("1h"), "approved_by": "lee"}
    early, late = (escalated(after(at), "L3", **asked) for at in ("1h30m", "2h"))
    again = escalated(after("5h"), "L3")
    assert changes(compared([late], [early])) == [("earlier", "bo", after("1h30m"))]
    assert changes(compared([late], [late, again])) == [("new", "bo", after("5h"))]
    [found] = compared([late], [])
    assert (found.change, found.decision.to) == ("gone", "L3")
    assert found.decision.key == "T-1:1:person.L3:2026-11-23T09:00:00Z:0"


def test_a_move_of_the_policy_is_told_by_its_decision() -> None:
    moved = replace(escalated(after("1h"), "L2"), by=e.POLICY, mode="automatic", key="T-1")
    assert changes(compared([], [fired("1h"), moved])) == [("new", "late", after("1h"))]


def test_a_move_that_was_moot_is_no_move_that_is_gone() -> None:
    late, other = escalated(after("2h"), "L2"), escalated(after("3h"), "L3")
    found = compared([late, other], [other], late)
    assert changes(found) == [("moot", "bo", after("2h"))]
    assert found[0].after is None


def test_whatever_else_was_moot_is_told_too() -> None:
    found = compared([], [], resumed(after("2h")), closed(after("1h")))
    assert changes(found) == [("moot", "bo", after("1h")), ("moot", "bo", after("2h"))]
    assert [x.decision.action for x in found] == ["ticket_closed", "ticket_resumed"]
    assert [x.decision.type for x in found] == ["person", "person"]


def test_what_closes_by_itself_is_compared_and_what_somebody_closes_is_not() -> None:
    ends = [resolved(after("1h")), closed(after("2h"))]
    by_itself = replace(closed(after("3h")), by=e.POLICY)
    assert compared(ends, [ends[0]]) == []
    [found] = compared(ends, [ends[0], by_itself])
    assert (found.change, found.decision.type) == ("new", "close")
    assert found.decision.key == "T-1:1:close.close-after:1:0"


def test_what_counts_no_more_is_not_compared() -> None:
    undone = [replace(fired("1h"), change=7), e.ChangeUndone(at=after("2h"), by="bo", undone=7)]
    assert compared(undone, []) == []


def test_they_come_in_the_order_of_time() -> None:
    moved = [escalated(after("5h"), "L2"), resolved(after("8h"))]
    found = compared([fired("6h")], moved, resumed(after("2h")), policy=POLICY)
    assert [x.decision.noticed_at for x in found] == [after("2h"), after("5h"), after("6h")]


def test_of_two_attempts_at_one_finding_the_last_is_compared() -> None:
    first = fired("1h", "unanswered", to=None)
    second = replace(fired("3h", to="L2"), key="T-1:1:late:1-2:0")
    [found] = compared([first, second], [fired("1h", to="L2")])
    assert (found.change, found.decision.key) == ("earlier", "T-1:1:late:1:0")
    assert compared([first, second], [first, second]) == []


def test_what_was_called_satisfied_before_and_is_unanswered_now_is_no_difference() -> None:
    told = {"notified": ("the-lead",)}
    assert compared([fired("1h", "satisfied", **told)], [fired("1h", "unanswered", **told)]) == []


def test_what_the_policy_reopened_is_compared_and_what_somebody_reopens_is_not() -> None:
    ends = [resolved(after("1h")), reopened(after("2h"))]
    by_itself = replace(ends[1], by=e.POLICY)
    assert compared(ends, [ends[0]]) == []
    [found] = compared([ends[0], by_itself], [ends[0]])
    assert (found.change, found.decision.key) == ("gone", "T-1:2:reopen.after-resolution:1:0")


def test_what_the_policy_released_is_compared_and_what_people_did_is_not() -> None:
    def released(at: str, by: str = e.POLICY) -> e.TicketReleased:
        return e.TicketReleased(at=after(at), by=by, former="bo", since=after("2h"))

    again = [taken(after("1h")), released("2h"), taken(after("3h")), released("4h", "bo")]
    assert changes(compared([], again)) == [("new", "unack-after", after("2h"))]
    late = [taken(after("1h")), released("3h"), taken(after("3h")), released("4h")]
    assert changes(compared(again, late)) == [
        ("later", "unack-after", after("3h")),
        ("new", "unack-after", after("4h")),
    ]


def test_a_release_is_due_since_it_could_be_made_or_else_when_it_was() -> None:
    event = e.TicketReleased(at=after("3h"), by=e.POLICY, former="bo", since=after("2h"))
    for release, since in ((event, "2h"), (replace(event, since=None), "3h")):
        [found] = compared([taken(after("1h"))], [taken(after("1h")), release])
        assert (found.decision.since, found.decision.noticed_at) == (after(since), after("3h"))
