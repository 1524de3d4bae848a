"""A report under the key of an unresolved ticket is a word on it, of whoever it is for."""

from collections.abc import Sequence
from typing import Any

import pytest

from escalate_cli.domain.policy.people import Person, Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.report_again import MOST_TEXTS, KeyedReport, folded, report_again
from tests.conftest import HOUR, a_policy, after, changed, closed, resolved
from tests.unit.domain.verbs.conftest import events_of, facing

SHOP: Policy = a_policy(
    people={"kim": Person(id="kim", name="Kim", contact=("mail:kim@example.org",))},
    teams={"front": Team(id="front", members=("ana", "bo"))},
    machines=("nagios",),
)


def reported(by: str, person: str | None = None, policy: Policy = SHOP) -> list[e.Event]:
    at = facing(policy=policy, by=by, requester="kim", stakeholders=("sam",))
    return list(events_of(report_again(at, [KeyedReport("again", person)])))


def test_a_report_of_the_requester_is_their_word_by_whatever_name() -> None:
    for by, person in (("kim", None), ("mailgate", "KIM@example.org"), ("ana", "kim")):
        [said] = reported(by, person)
        assert isinstance(said, e.NoteAdded)
        assert (said.from_requester, said.public) == (True, True)


def test_a_report_for_another_person_keeps_them_informed_and_is_their_word() -> None:
    joined, said = reported("mailgate", "pat@example.org")
    assert isinstance(joined, e.TicketEdited)
    assert isinstance(said, e.NoteAdded)
    assert joined.changes == e.Changes(stakeholders=("sam", "pat@example.org"))
    assert said.from_requester


def test_a_stakeholder_speaks_again_without_joining_twice() -> None:
    [said] = reported("mailgate", "Sam")
    assert isinstance(said, e.NoteAdded)
    assert said.from_requester


def test_a_report_of_the_team_or_of_a_machine_is_a_note_for_the_team() -> None:
    for by, person in (("ana", None), ("mailgate", "bo"), ("nagios", None), ("ana", "nagios")):
        [said] = reported(by, person)
        assert isinstance(said, e.NoteAdded)
        assert (said.from_requester, said.public) == (False, False)


def test_who_is_reported_for_is_no_colleague_because_no_team_has_members() -> None:
    nobody = a_policy(teams={"front": Team(id="front", members=())})
    assert len(reported("ana", "pat", nobody)) == 2
    assert len(reported("ana", None, nobody)) == 1


LATELY = changed(SHOP, reopen_within=Delay(2 * HOUR))
QUIET = changed(SHOP, after_resolution="ignore")


def reported_late(
    by: str, *events: e.Event, at: str = "2h", person: str | None = None, policy: Policy = SHOP
) -> list[str]:
    """Return the kinds of events of a report on a ticket that was resolved after an hour."""
    over = (resolved(after("1h")), *events)
    place = facing(*over, policy=policy, by=by, at=at, requester="kim", stakeholders=("sam",))
    again = report_again(place, [KeyedReport("again", person)])
    return [e.kind_of(event) for event in events_of(again)]


def test_a_report_of_the_requester_is_a_word_on_what_is_resolved() -> None:
    assert reported_late("kim") == reported_late("ana", person="sam") == ["note_added"]
    assert reported_late("kim", closed(after("90m"))) == []
    assert reported_late("kim", policy=QUIET) == []


def test_a_report_of_anybody_else_is_not_about_what_is_resolved() -> None:
    for by, person in (("ana", None), ("nagios", None), ("ana", "pat@example.org")):
        assert reported_late(by, person=person) == []


def test_a_report_soon_after_the_resolution_reopens() -> None:
    for by in ("kim", "ana", "nagios"):
        assert reported_late(by, at="3h", policy=LATELY) == ["note_added", "ticket_reopened"]
    joined = ["ticket_edited", "note_added", "ticket_reopened"]
    assert reported_late("ana", person="pat@example.org", policy=LATELY) == joined
    assert reported_late("nagios", closed(after("2h")), policy=LATELY)[-1] == "ticket_reopened"
    assert reported_late("nagios", at="3h1m", policy=LATELY) == []
    assert reported_late("kim", at="3h1m", policy=LATELY) == ["note_added"]
    assert reported("nagios", policy=LATELY)[0].by == "nagios"
    assert len(reported("nagios", policy=LATELY)) == 1


def notes(reports: Sequence[KeyedReport], by: str = "nagios", **log: Any) -> list[e.NoteAdded]:
    """Return the notes that reports of one command leave on an open ticket."""
    at = facing(policy=SHOP, by=by, **{"requester": "kim"} | log)
    return [x for x in events_of(report_again(at, folded(reports))) if isinstance(x, e.NoteAdded)]


def test_the_same_words_again_and_again_are_one_note_that_counts() -> None:
    found = notes([KeyedReport("a"), KeyedReport("b"), KeyedReport("a"), KeyedReport("a")])
    assert [(note.text, note.times) for note in found] == [
        ("reported 3 times: a", 3),
        ("reported again: b", 1),
    ]


def test_the_same_words_of_another_person_are_another_note() -> None:
    found = notes([KeyedReport("a", "kim"), KeyedReport("a"), KeyedReport("a", "kim")])
    assert [(note.times, note.from_requester) for note in found] == [(2, True), (1, False)]


@pytest.mark.parametrize(
    ("beyond", "said"),
    [(0, None), (1, "2 times in 1 other text"), (3, "6 times in 3 other texts")],
    ids=str,
)
def test_what_is_said_in_too_many_ways_is_counted_in_a_last_note(
    beyond: int, said: str | None
) -> None:
    reports = [KeyedReport(str(n)) for n in range(MOST_TEXTS + beyond)] * 2
    found = notes(reports)
    assert sum(note.times for note in found) == len(reports)
    assert found[MOST_TEXTS - 1].text == f"reported 2 times: {MOST_TEXTS - 1}"
    last = [f"reported {said}, more than are kept of one command"] if said else []
    assert [note.text for note in found[MOST_TEXTS:]] == last


def test_who_is_reported_for_joins_and_speaks_whichever_note_counts_it() -> None:
    reports = [KeyedReport(str(n), f"p{n}@example.org") for n in range(MOST_TEXTS + 2)]
    at = facing(policy=SHOP, by="ana", requester="kim")
    joined, *said = events_of(report_again(at, reports))
    assert joined.changes.stakeholders == tuple(each.person for each in reports)
    assert all(note.from_requester and note.public for note in said)


def test_several_reports_reopen_once_and_come_before_and_after_it() -> None:
    at = facing(resolved(after("1h")), policy=LATELY, by="nagios", at="2h")
    done = events_of(report_again(at, [KeyedReport("a"), KeyedReport("b")]))
    assert [e.kind_of(each) for each in done] == ["note_added", "ticket_reopened", "note_added"]


def test_on_what_is_over_only_the_first_words_of_the_requester_count() -> None:
    at = facing(resolved(after("1h")), policy=SHOP, by="nagios", at="2h", requester="kim")
    reports = [
        KeyedReport("a", "kim"),
        KeyedReport("b", "kim"),
        KeyedReport("c"),
        KeyedReport("d", "kim"),
    ]
    assert [each.text[-1] for each in events_of(report_again(at, reports))] == ["a", "b"]


def test_a_note_of_a_report_says_that_it_is_one() -> None:
    assert [note.reported for note in notes([KeyedReport("down"), KeyedReport("up")])] == [True] * 2
