"""A report that is worse than the ticket, and than all before it, raises the priority."""

from typing import Any

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.priority import Said, Triage
from escalate_cli.domain.verbs.report_again import KeyedReport, report_again
from escalate_cli.domain.verbs.report_severity import named
from tests.conftest import HOUR, MONDAY_NINE, after, changed, edited, reopened, resolved
from tests.unit.domain.verbs.conftest import STAFFED, events_of, facing

LATELY = changed(STAFFED, reopen_within=Delay(24 * HOUR))
SEVERE = Said(impact="high", urgency="high")


def reported(priority: str) -> e.NoteAdded:
    return e.NoteAdded(at=MONDAY_NINE, by="ana", text="…", reported=True, priority=priority)


def later(priority: str, at: str) -> e.NoteAdded:
    return replace(reported(priority), at=after(at))


def raised(*before: e.Event, says: list[Said], **log: Any) -> list[e.Changes]:
    """Return the edits that reports make on a P3 to which something has happened before."""
    at = facing(*before, policy=LATELY, by="ana", **{"key": "disk", "priority": "P3"} | log)
    reports = [KeyedReport(f"{n}", said=said) for n, said in enumerate(says)]
    events = events_of(report_again(at, reports))
    return [event.changes for event in events if isinstance(event, e.TicketEdited)]


@pytest.mark.parametrize(
    ("before", "says", "becomes"),
    [
        ((), [Said(priority="P1")], ["P1"]),
        ((), [Said(priority="P2"), Said(priority="P1"), Said(priority="P2")], ["P1"]),
        ((), [Said(priority="P3"), Said(priority="P4")], []),
        ((), [Said()], []),
        ((reported("P1"),), [Said(priority="P1")], []),
        ((reported("P2"),), [Said(priority="P1")], ["P1"]),
        ((edited(MONDAY_NINE, priority="P1"),), [Said(priority="P1")], []),
        ((reported("P1"), resolved(after("1m"))), [Said(priority="P1")], ["P1"]),
        (
            (reported("P1"), resolved(after("1m")), reopened(after("2m"))),
            [Said(priority="P1")],
            ["P1"],
        ),
        (
            (resolved(after("1m")), later("P1", "2m"), reopened(after("2m"))),
            [Said(priority="P1")],
            [],
        ),
        ((), [Said(priority="P77")], []),
    ],
    ids=[
        "worse",
        "the worst of several",
        "as bad, or less",
        "nothing said",
        "said before",
        "worse than before",
        "the ticket is",
        "it reopens",
        "in another cycle",
        "it reopened",
        "no such word",
    ],
)
def test_only_what_is_worse_raises(
    before: tuple[e.Event, ...], says: list[Said], becomes: list[str]
) -> None:
    assert [changes.priority for changes in raised(*before, says=says)] == becomes


def test_what_was_lowered_is_not_raised_by_what_was_known() -> None:
    lowered = edited(MONDAY_NINE, priority="P3")
    assert raised(reported("P1"), lowered, says=[Said(priority="P1")]) == []
    assert raised(lowered, says=[Said(priority="P2")], priority="P2") == []
    assert len(raised(lowered, says=[Said(priority="P1")], priority="P2")) == 1


def test_impact_and_urgency_come_along_if_they_were_named() -> None:
    [changes] = raised(says=[SEVERE])
    assert (changes.priority, changes.impact, changes.urgency) == ("P1", "high", "high")
    [plain] = raised(says=[Said(priority="P1")])
    assert plain == e.Changes(priority="P1")


def test_a_word_on_what_is_over_raises_nothing() -> None:
    at = facing(resolved(after("1m")), by="kim", requester="kim", key="disk", priority="P3")
    [said] = events_of(report_again(at, [KeyedReport("again", said=Said(priority="P1"))]))
    assert isinstance(said, e.NoteAdded)
    assert (said.priority, said.reports) == ("P1", 1)


def test_words_of_another_policy_are_not_understood() -> None:
    assert named(facing(), Said(priority="urgent")) is None
    assert named(facing(), Said()) is None
    assert named(facing(), Said(priority="P1")) == Triage(priority="P1")


def test_beside_a_priority_that_the_policy_has_no_more_none_is_worse() -> None:
    assert raised(says=[Said(priority="P1"), Said(priority="P2")], priority="gone") == []
