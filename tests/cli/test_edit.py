"""`edit` and `assign`: what was written down can be corrected."""

import pytest

from tests.cli.shell import Result, Shell


def test_fields_are_changed_and_recorded(support: Shell) -> None:
    support.log("Mail is slow", "--tag", "mail", "-r", "kim")
    support.done("edit", "1", "--title", "Mail is down", "--tag", "exchange", "--priority", "P1")
    ticket = support.show()
    assert (ticket["title"], ticket["tags"], ticket["priority"]) == (
        "Mail is down",
        ["mail", "exchange"],
        "P1",
    )
    edited = next(event for event in ticket["events"] if event["kind"] == "ticket_edited")
    assert edited["changes"] == {
        "title": "Mail is down",
        "tags": ["mail", "exchange"],
        "priority": "P1",
    }


def test_a_priority_raised_by_hand_is_decided_on_at_once(support: Shell) -> None:
    support.log("Mail is slow")
    support.done("edit", "1", "--priority", "P1")
    assert support.show()["management_level"] == "manager"


@pytest.mark.parametrize("field", ["requester", "customer", "service", "category"])
def test_an_empty_text_empties_a_field(support: Shell, field: str) -> None:
    support.log("Mail is slow", f"--{field}", "something")
    support.done("edit", "1", f"--{field}", "")
    assert support.show()[field] is None


def test_a_description_may_be_emptied_but_no_title(support: Shell) -> None:
    support.log("Mail is slow", "-d", "since Friday")
    support.done("edit", "1", "-d", "")
    assert support.show()["description"] == ""
    refused = support("edit", "1", "--title", "")
    assert refused.code == 2
    assert "--title has an empty value" in refused.stderr


def test_tags_and_skills_are_taken_off(support: Shell) -> None:
    support.log("Mail is slow", "--tag", "a,b", "--skill", "vpn", "--skill", "dns", "-p", "P4")
    support.done("edit", "1", "--remove-tag", "a", "--remove-skill", "vpn")
    assert (support.show()["tags"], support.show()["skills"]) == (["b"], ["dns"])


def test_what_is_so_already_is_not_recorded(support: Shell) -> None:
    support.log("Mail is slow", "-r", "kim")
    before = support.file()
    support.done("edit", "1", "--requester", "kim")
    assert support.file() == before


def test_an_edit_of_nothing_is_refused(support: Shell) -> None:
    support.log("Mail is slow")
    refused = support("edit", "1")
    assert refused.code == 2
    assert "name a field, like --title" in refused.stderr


def test_an_agreed_date_stands_in_place_of_the_target(support: Shell) -> None:
    support.log("Mail is slow", "-p", "P3", now="2026-11-23T09:00:00Z")
    done = support.done(
        *("edit", "1", "--due", "2026-11-27 12:00", "-m", "agreed with Kim"),
        now="2026-11-23T10:00:00Z",
    )
    assert done.stderr == "to be resolved by Fri 2026-11-27 12:00 CET (in 4d 1h)\n"
    support.done("edit", "1", "-p", "P1", now="2026-11-23T10:01:00Z")
    ticket = support.show(now="2026-11-23T10:01:00Z")
    assert ticket["agreed_due_at"] == ticket["clocks"]["resolve"]["due_at"]
    assert ticket["agreed_due_at"] == "2026-11-27T11:00:00Z"
    silent = support("edit", "1", "--due", "none", now="2026-11-23T10:02:00Z")
    assert silent == Result(
        "",
        "escalate: error: to end an agreed date needs a reason\nhelp: say with -m why\n",
        2,
    )
    why = ("-m", "she needs it no more")
    support.done("edit", "1", "--due", "none", *why, now="2026-11-23T10:02:00Z")
    ticket = support.show(now="2026-11-23T10:02:00Z")
    assert ticket["agreed_due_at"] is None
    assert ticket["clocks"]["resolve"]["due_at"] < "2026-11-24"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (["2026-11-23 09:00", "-m", "why"], "an agreed date lies ahead"),
        (["2026-11-27 12:00"], "an agreed date needs a reason"),
        (["2026-11-27", "-m", "why"], "'2026-11-27' names no time of day"),
    ],
)
def test_a_date_that_is_none_to_agree_on_is_refused(
    support: Shell, due: list[str], said: str
) -> None:
    support.log("Mail is slow", now="2026-11-23T09:00:00Z")
    refused = support("edit", "1", "--due", *due, now="2026-11-23T10:00:00Z")
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr.startswith(f"escalate: error: {said}\nhelp: ")
    assert refused.stderr.count("\n") == 2


def test_no_date_is_agreed_for_what_was_missed_or_is_over(support: Shell) -> None:
    support.log("Mail is slow", "-p", "P1", now="2026-11-23T09:00:00Z")
    date = ("--due", "2026-12-24 12:00", "-m", "late, but agreed")
    refused = support("edit", "1", *date, now="2026-11-30T09:00:00Z")
    assert (refused.stdout, refused.code) == ("", 1)
    assert "T-1 has missed its target to resolve: no date changes that" in refused.stderr
    support.done("resolve", "1", now="2026-11-30T09:00:00Z")
    refused = support("edit", "1", *date, now="2026-11-30T09:00:00Z")
    assert (refused.stdout, refused.code) == ("", 1)
    assert "T-1 is resolved: it cannot be given a date" in refused.stderr


def test_a_vip_is_marked_and_unmarked(support: Shell) -> None:
    support.log("Mail is slow", "--vip")
    support.done("edit", "1", "--no-vip")
    assert support.show()["vip"] is False


def test_a_ticket_is_given_to_a_person_or_to_oneself(support: Shell) -> None:
    support.log("Mail is slow")
    assert support.done("assign", "1", "bo").rows[0][5] == "bo"
    assert support.done("assign", "1", "@me", "--as", "ana").rows[0][5] == "ana"
    assert support.kinds().count("ticket_assigned") == 2


def test_the_same_owner_again_is_not_recorded(support: Shell) -> None:
    support.log("Mail is slow")
    support.done("assign", "1", "bo")
    before = support.file()
    support.done("assign", "1", "bo")
    assert support.file() == before


def test_a_stranger_cannot_own_a_ticket(support: Shell) -> None:
    support.log("Mail is slow")
    refused = support("assign", "1", "zoe")
    assert refused.code == 2
    assert "there is no person 'zoe'" in refused.stderr
    assert "ana, bo, cy" in refused.stderr


GRID = """\
version: 1
name: Small
priorities: [P1]
default_priority: P1
matrix: {high: {low: P1}}
ladders:
  functional: [{level: L1, name: Frontline}]
"""


def test_an_impact_that_the_policy_lost_makes_no_priority(escalate: Shell) -> None:
    escalate.follow(GRID)
    escalate.log("Old mail", "--impact", "high", "--urgency", "low")
    escalate.follow(GRID.replace("high:", "dire:"))
    escalate.done("policy", "apply", "1")
    refused = escalate("edit", "1", "--urgency", "low")
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr == (
        "escalate: error: the policy makes no priority of impact high and urgency low\n"
        "help: give --priority too\n"
    )


@pytest.mark.parametrize("command", ["edit", "assess"])
def test_a_breached_ticket_is_made_less_urgent_with_a_reason(support: Shell, command: str) -> None:
    support.log("Mail is down", "-p", "P1")
    support.done("check", now="2026-11-24T12:00:00+01:00")
    refused = support(command, "1", "-p", "P4", now="2026-11-24T12:00:00+01:00")
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr == (
        "escalate: error: T-1 is breached: from P1 to P4 it needs a reason\nhelp: say with -m why\n"
    )
    support.done(command, "1", "-p", "P4", "-m", "one person", now="2026-11-24T12:00:00+01:00")
    story = support.done("show", "1", "--table", now="2026-11-24T12:00:00+01:00").stdout
    assert "P1 → P4" in story
    before = [event.get("priority_before") for event in support.show()["events"]]
    assert "P1" in before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--due", "none"), "T-1 has no agreed date: there is none to end\n"),
        (("-p", "P3"), "T-1 is so already: nothing was changed\n"),
        (("-p", "P2"), ""),
        (("--due", "none", "-p", "P2"), "T-1 has no agreed date: there is none to end\n"),
    ],
    ids=["no date to end", "the same priority", "another priority", "no date, another priority"],
)
def test_what_is_asked_for_in_vain_is_said(
    support: Shell, arguments: tuple[str, ...], said: str
) -> None:
    support.log("Mail is slow", "-p", "P3")
    events = len(support.show()["events"])
    done = support("edit", "1", *arguments)
    assert (done.stderr, done.code) == (said, 0)
    assert done.rows[0][0] == "T-1"
    assert len(support.show()["events"]) == events + ("P2" in arguments)


def test_a_missed_target_stays_due_when_it_was_missed(support: Shell) -> None:
    support.log("Mail is slow", "-p", "P2")
    missed = support.show(now="+3d")["breaches"][0]
    support.done("edit", "1", "-p", "P1", now="+3d")
    clock = support.show(now="+3d")["clocks"][missed["clock"]]
    assert clock["due_at"] == missed["due_at"] == clock["breached_at"]
    assert support.done("list", "--json", now="+3d").data[0]["due_at"] == missed["due_at"]
