"""`link`: duplicates go with their original, related tickets name each other."""

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def outage(support: Shell) -> Shell:
    """Return a store with an outage that three people reported."""
    support.log("Outage", "-r", "kim", "--key", "mail")
    support.log("No mail", "-r", "pat", "--key", "pats-mail")
    support.log("Mail again", "-r", "sue")
    return support


def test_a_duplicate_is_closed_and_both_tickets_say_so(outage: Shell) -> None:
    done = outage.done("link", "2", "--duplicate-of", "1")
    assert [row[:2] for row in done.rows] == [["T-2", "closed"]]
    duplicate, original = outage.show("2"), outage.show("1")
    assert (duplicate["duplicate_of"], duplicate["outcome"]) == ("T-1", "duplicate")
    assert original["stakeholders"] == ["pat"]
    ties = [x for x in original["events"] if x["kind"] == "ticket_linked"]
    assert [(x["relation"], x["ticket"], x["keys"]) for x in ties] == [
        ("original_of", "T-2", ["pats-mail"])
    ]
    listed = outage.done("list", "is:duplicate", "--all", "--fields", "id")
    assert listed.stdout == "T-2\n"


def test_later_words_go_to_the_end_of_the_chain(outage: Shell) -> None:
    outage.done("link", "2", "--duplicate-of", "3")
    outage.done("link", "3", "--duplicate-of", "1")
    said = outage.done("note", "2", "still no mail", "--as", "pat")
    assert said.stderr == "T-2 is a duplicate: this went to T-1\n"
    assert said.rows[0][0] == "T-1"
    complained = outage.done("complain", "1", "2", "-m", "third call")
    assert complained.stderr == "T-2 is a duplicate: this went to T-1\n"
    assert outage.log("Mail is down", "-r", "pat", "--key", "pats-mail") == "T-1"
    kinds = outage.kinds("1")
    assert (kinds.count("note_added"), kinds.count("complaint_received")) == (2, 2)
    assert outage.show("1")["events"][-1]["text"] == "reported again: Mail is down"


ANSWERING = """\
version: 1
priorities: [P1]
default_priority: P1
people: {ana: {}}
teams: {desk: {members: [ana]}}
ladders: {functional: [{level: L1, team: desk}]}
targets: [{next_response: 4h, resolve: 8h}]
"""


def test_a_question_that_nobody_answered_goes_on_at_the_original(support: Shell) -> None:
    outage = support
    outage.follow(ANSWERING)
    outage.log("Outage", "-r", "kim")
    outage.log("No mail", "-r", "pat")
    outage.done("ack", "1", now="+1m")
    outage.done("note", "1", "we are at it", "--public", now="+5m")
    assert outage.show("1", now="+5m")["clocks"]["next_response"]["state"] == "met"
    outage.done("link", "2", "--duplicate-of", "1", now="+10m")
    original = outage.show("1", now="+11m")
    question = original["clocks"]["next_response"]
    assert (question["running"], question["elapsed_seconds"]) == (True, 660)
    assert original["events"][-2]["unanswered_for_seconds"] == 600
    shown = outage.done("show", "1", "--all", "--table", now="+11m").stdout
    assert "has the duplicate T-2, whose question goes on here" in shown
    outage.done("note", "1", "it is the disk", "--public", now="+20m")
    assert outage.show("1", now="+20m")["clocks"]["next_response"]["state"] == "met"
    outage.done("undo", "1", now="+21m")
    outage.done("undo", "1", now="+22m")
    assert outage.show("1", now="+22m")["clocks"]["next_response"]["state"] == "met"
    assert outage.show("2", now="+22m")["clocks"]["next_response"]["running"] is True
    assert outage.done("verify", now="+23m").code == 0


def test_a_reopening_unties_it_and_its_key_is_its_own_again(outage: Shell) -> None:
    outage.done("link", "2", "--duplicate-of", "1")
    outage.done("reopen", "2")
    ticket = outage.show("2")
    assert (ticket["status"], ticket["duplicate_of"], ticket["outcome"]) == ("open", None, None)
    assert outage.show("1")["events"][-1]["relation"] == "no_original_of"
    assert outage.log("No mail", "--key", "pats-mail") == "T-2"
    assert outage.done("note", "2", "again").stderr == ""


def test_an_undo_takes_both_sides_back(outage: Shell) -> None:
    outage.done("link", "2", "--duplicate-of", "1")
    outage.done("undo")
    duplicate, original = outage.show("2"), outage.show("1")
    assert (duplicate["status"], duplicate["duplicate_of"]) == ("open", None)
    assert original["stakeholders"] == []
    assert outage.log("No mail", "--key", "pats-mail") == "T-2"
    outage.done("verify")


def test_related_tickets_name_each_other_once(outage: Shell) -> None:
    outage.done("link", "1", "2", "--related", "3")
    before = outage.file()
    outage.done("link", "3", "--related", "1")
    assert outage.file() == before
    assert outage.show("3")["related"] == ["T-1", "T-2"]
    assert outage.show("1")["related"] == ["T-3"]


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["1", "--duplicate-of", "1"], 1, "T-1 cannot be a duplicate of itself"),
        (["1", "--related", "1"], 1, "T-1 cannot be related to itself"),
        (["1", "--duplicate-of", "2"], 1, "T-2 is a duplicate of T-1: that would be a circle"),
        (["2", "--duplicate-of", "3"], 1, "T-2 is closed: it cannot be made a duplicate"),
        (["3", "--duplicate-of", "4"], 1, "T-4 is closed: it takes no duplicate"),
        (["1", "3", "--duplicate-of", "4"], 1, "T-4 is closed: it takes no duplicate"),
        (["3", "--duplicate-of", "5"], 1, "T-5 is archived: it is tied to nothing"),
        (["3"], 2, "a ticket is tied in one way to one other"),
        (["3", "--related", "1", "--duplicate-of", "1"], 2, "a ticket is tied in one way"),
        (["3", "--related", "nine"], 2, "'nine' is not a ticket id"),
        (["3", "--duplicate-of", "9"], 1, "no ticket T-9"),
    ],
)
def test_a_tie_that_cannot_be_is_refused(
    outage: Shell, argv: list[str], code: int, said: str
) -> None:
    outage.log("Old", now="2026-01-05T09:00:00Z")
    outage.log("Older", now="2026-01-05T09:00:00Z")
    outage.done("link", "2", "--duplicate-of", "1")
    outage.done("resolve", "5", now="2026-01-05T09:00:00Z")
    outage.done("close", "5", now="2026-01-05T09:00:00Z")
    outage.done("archive", "--closed-for", "30d")
    outage.done("resolve", "4")
    outage.done("close", "4")
    before = outage.file()
    refused = outage("link", *argv)
    assert (refused.stdout, refused.code) == ("", code)
    assert refused.stderr.startswith(f"escalate: error: {said}")
    assert refused.stderr.count("\n") <= 2
    assert outage.file() == before
