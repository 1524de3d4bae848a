"""`resolve --outcome`: as what a ticket is settled, and whether it counts."""

import pytest

from tests.cli.shell import Result, Shell

OUTCOMES = "outcomes: {solved: {}, spam: {counts: false}}\n"


def resolved(shell: Shell, now: str = "+1h") -> None:
    """Resolve one of two tickets as spam."""
    shell.follow(shell.policy.read_text() + OUTCOMES)
    shell.log("Mail is slow")
    shell.log("You have won")
    shell.done("resolve", "1", "-m", "restarted", now=now)
    shell.done("resolve", "2", "--outcome", "Spam", now=now)


def test_a_ticket_keeps_its_outcome_until_it_is_reopened(support: Shell) -> None:
    resolved(support)
    assert [support.show(each)["outcome"] for each in ("1", "2")] == [None, "spam"]
    assert support.show("2")["events"][-1]["outcome"] == "spam"
    assert "resolved as spam" in support.done("show", "2", "--table", now="+2h").stdout
    assert support.done("list", "outcome:spam", "--fields", "id").stdout == "T-2\n"
    assert support.done("list", "--all", "outcome:-", "--fields", "id").stdout == "T-1\n"
    support.done("reopen", "2", now="+2h")
    assert support.show("2", now="+2h")["outcome"] is None
    assert support.done("verify").code == 0


def test_what_does_not_count_leaves_the_report_which_says_so(support: Shell) -> None:
    resolved(support)
    report = support.done("report", "--json", now="+3h").data
    assert (report["tickets"]["n"], report["tickets"]["left_out"]["not_counted"]) == (1, 1)
    table = support.done("report", "--table", now="+3h").stdout
    assert "left out: 1 of an outcome that does not count" in table


def test_an_outcome_that_the_policy_lacks_is_refused_with_the_nearest(support: Shell) -> None:
    support.log("Mail is slow")
    before = support.file()
    refused = support("resolve", "1", "--outcome", "duplicat")
    assert refused == Result(
        "",
        "escalate: error: there is no outcome 'duplicat'\nhelp: did you mean 'duplicate'?\n",
        2,
    )
    assert support.file() == before


def test_what_was_logged_under_a_key_is_resolved_by_it_once(support: Shell) -> None:
    support.log("Disk full", "--key", "disk")
    done = support.done("resolve", "--key", "disk", "-m", "61 % used", now="+1h")
    assert [row[:2] for row in done.rows] == [["T-1", "resolved"]]
    again = support("resolve", "--key", "disk", now="+2h")
    assert (again.stdout, again.stderr, again.code) == ("", "", 0)
    assert support.done("resolve", "--key", "nothing", "--json").data == []
    assert support.kinds().count("ticket_resolved") == 1


@pytest.mark.parametrize("argv", [(), ("1", "--key", "disk")], ids=["neither", "both"])
def test_tickets_are_named_by_ids_or_by_a_key(support: Shell, argv: tuple[str, ...]) -> None:
    refused = support("resolve", *argv)
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr == (
        "escalate: error: tickets are named by ids or by a key\nhelp: give ID... or --key KEY\n"
    )
