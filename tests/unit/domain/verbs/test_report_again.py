"""A report under the key of an unresolved ticket is a word on it, of whoever it is for."""

from escalate_cli.domain.policy.delay import Delay
from escalate_cli.domain.policy.people import Person, Team
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.ticket import events as e
from escalate_cli.domain.verbs.report_again import report_again
from tests.conftest import HOUR, a_policy, after, changed, closed, resolved
from tests.unit.domain.verbs.conftest import events_of, facing

SHOP: Policy = a_policy(
    people={"kim": Person(id="kim", name="Kim", contact=("mail:kim@example.org",))},
    teams={"front": Team(id="front", members=("ana", "bo"))},
    machines=("nagios",),
)


def reported(by: str, person: str | None = None, policy: Policy = SHOP) -> list[e.Event]:
    at = facing(policy=policy, by=by, requester="kim", stakeholders=("sam",))
    return list(events_of(report_again(at, "again", person)))


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
    return [e.kind_of(event) for event in events_of(report_again(place, "again", person))]


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
