"""`review`: what was learned, and which reviews are owed."""

import pytest

from tests.cli.shell import Result, Shell


@pytest.fixture
def closed(support: Shell) -> Shell:
    """Close one ticket that owes a review and one that does not."""
    support.log("Mail is down", "-p", "P1")
    support.log("Printer jams", "-p", "P4")
    support.done("resolve", "1", "2", "-m", "restarted", now="+1h")
    support.done("close", "1", "2", now="+2h")
    return support


def test_a_critical_ticket_owes_a_review(closed: Shell) -> None:
    owed = closed.done("review", "--due", now="+2h")
    assert owed.rows == [
        [
            "T-1",
            "P1",
            "ana",
            "2026-11-23T09:00:00Z",
            "2026-11-30T09:00:00Z",
            "false",
            "Mail is down",
        ]
    ]


def test_a_review_may_be_overdue(closed: Shell) -> None:
    assert closed.done("review", "--due", "--json", now="2026-12-01T09:00:00Z").data[0]["overdue"]


def test_all_that_was_learned_is_recorded(closed: Shell) -> None:
    closed.done(
        *("review", "1", "--root-cause", "a full disk", "--factor", "no alert", "--factor"),
        *("a long weekend", "--went-well", "quick answer", "--action", "watch the disk"),
        now="+3h",
    )
    recorded = closed.show()["events"][-1]
    assert recorded["kind"] == "review_recorded"
    assert recorded["root_cause"] == "a full disk"
    assert recorded["factors"] == ["no alert", "a long weekend"]
    assert (recorded["went_well"], recorded["actions"]) == (["quick answer"], ["watch the disk"])
    assert recorded["tickets"] == ["T-3"]


def test_an_action_is_a_ticket_that_is_owed_until_it_is_done(closed: Shell) -> None:
    said = closed(
        *("review", "1", "--root-cause", "rust", "--action", "oil it owner:ana due:2026-11-27"),
        now="+3h",
    )
    assert said.code == 0
    assert "T-3 tracks: oil it" in said.stderr
    action = closed.show("3")
    assert (action["title"], action["owner"], action["priority"]) == ("oil it", "ana", "P4")
    assert action["agreed_due_at"] == "2026-11-27T22:59:00Z"
    [owed] = closed.done("review", "--due", "--json", now="+3h").data
    assert (owed["ticket"], owed["action_of"], owed["overdue"]) == ("T-3", "T-1", False)
    [late] = closed.done("review", "--due", "--json", now="2026-11-30T09:00:00+01:00").data
    assert late["overdue"]
    page = closed.done("review", "--due", "--table", now="+3h").plain
    assert "action of T-1" in page
    closed.done("resolve", "3", "-m", "oiled", now="+4h")
    assert closed("review", "--due", now="+4h") == Result("", "", 0)


def test_a_review_recorded_again_keeps_the_tickets_of_its_actions(closed: Shell) -> None:
    for cause in ("dust", "rust"):
        closed.done("review", "1", "--root-cause", cause, "--action", "oil it", now="+3h")
    [recorded] = closed.done("review", "1", "--json", now="+4h").data
    assert (recorded["root_cause"], recorded["tickets"]) == ("rust", ["T-3"])


def test_a_change_of_the_policy_answers_what_was_found(closed: Shell) -> None:
    closed.done("review", "1", "--root-cause", "rust", "--action", "oil it", now="+3h")
    closed.done("review", "1", "--answered", now="+4h")
    [recorded] = closed.done("review", "1", "--json", now="+5h").data
    assert (recorded["root_cause"], recorded["actions"]) == ("rust", ["oil it"])
    assert recorded["answered_by"] == closed.show()["policy"]
    page = closed.done("review", "1", "--table", now="+5h").plain
    assert "answered by: policy version" in page
    assert "escalate policy replay --ticket T-1" in page


@pytest.mark.parametrize("more", [(), ("--factor", "no alert")], ids=["alone", "with a factor"])
def test_what_was_not_reviewed_is_not_answered(closed: Shell, more: tuple[str, ...]) -> None:
    refused = closed("review", "1", "--answered", *more, now="+3h")
    assert (refused.stdout, refused.code) == ("", 2)
    assert "a review needs a root cause" in refused.stderr


def test_an_action_is_done_by_one_and_due_once(closed: Shell) -> None:
    refused = closed("review", "1", "--root-cause", "rust", "--action", "oil it due:fri due:sat")
    assert (refused.stdout, refused.code) == ("", 2)
    assert "names two dues" in refused.stderr


def test_a_review_that_is_refused_begins_no_ticket(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1")
    assert support("review", "1", "--root-cause", "rust", "--action", "oil it").code != 0
    assert support("show", "2").code != 0


def test_a_report_counts_factors_actions_and_what_is_overdue(closed: Shell) -> None:
    for ticket in ("1", "2"):
        closed.done(
            *("review", ticket, "--root-cause", f"rust {ticket}", "--factor", "No  alert"),
            *("--action", f"oil {ticket} due:tomorrow"),
            now="+3h",
        )
    closed.done("review", "1", "--answered", now="+4h")
    closed.done("resolve", "3", "-m", "oiled", now="+5h")
    asked = ("report", "--section", "reviews", "--since", "90d")
    figures = closed.done(*asked, "--json", now="2026-12-01T09:00:00Z").data["reviews"]
    assert (figures["done"], figures["answered"]) == (2, 1)
    assert (figures["actions"], figures["open_actions"], figures["overdue_actions"]) == (2, 1, 1)
    assert figures["factors"] == [{"factor": "No alert", "n": 2}]
    page = closed.done(*asked, "--table", now="2026-12-01T09:00:00Z").plain
    assert "actions of reviews: 2, 1 still open, 1 of them overdue" in page
    assert "2 x No alert" in page
    behind = closed.done(*asked, "--tickets", now="2026-12-01T09:00:00Z").rows
    assert ["reviews", "", "overdue_actions", "T-4", "1"] in behind


@pytest.mark.parametrize(
    ("argv", "error", "advice"),
    [
        ([], "no ticket is named", "use --due"),
        (["1", "--factor", "no alert"], "a review needs a root cause", "--root-cause TEXT"),
        (["1", "--due"], "--due lists all reviews that are owed", "leave the ids out"),
    ],
    ids=["no ticket", "no cause", "both"],
)
def test_half_a_review_is_refused(closed: Shell, argv: list[str], error: str, advice: str) -> None:
    refused = closed("review", *argv)
    assert (refused.stdout, refused.code) == ("", 2)
    assert error in refused.stderr
    assert advice in refused.stderr


def test_what_was_recorded_last_is_shown(closed: Shell) -> None:
    closed.done("review", "1", "--root-cause", "dust", now="+3h")
    closed.done("review", "1", "--root-cause", "rust", "--action", "oil it", now="+4h")
    shown = closed.done("review", "1", now="+5h")
    assert shown.rows == [
        ["T-1", "2026-11-23T12:00:00Z", "ana", "rust", "", "", "oil it", "Mail is down"]
    ]
    [document] = closed.done("review", "1", "--json", now="+5h").data
    assert (document["root_cause"], document["actions"]) == ("rust", ["oil it"])
    page = closed.done("review", "1", "--table", now="+5h").plain
    assert page.splitlines() == [
        "T-1  Mail is down",
        "  reviewed by ana, 13:00",
        "  root cause: rust",
        "  action T-3: oil it",
    ]


def test_a_policy_that_asks_for_no_review_is_said_to(closed: Shell) -> None:
    why = "the policy asks for none; its key review would\n"
    assert why not in closed("review", "--due", "--table", now="+3h").stderr
    policy = closed.policy
    kept = [each for each in policy.read_text().splitlines() if not each.startswith("review:")]
    policy.write_text("\n".join(kept), encoding="utf-8")
    closed.done("review", "1", "--root-cause", "dust", now="+3h")
    assert closed("review", "--due", "--table", now="+3h").stderr.endswith(why)
    assert why not in closed("review", "--due", now="+3h").stderr


def test_a_ticket_that_is_open_is_resolved_first(support: Shell) -> None:
    support.log("Mail is down")
    refused = support("review", "1")
    assert (refused.stdout, refused.code) == ("", 1)
    assert "help: once it is resolved: escalate resolve T-1; then: escalate review T-1 --root" in (
        refused.stderr
    )


def test_a_review_that_was_undone_is_none(closed: Shell) -> None:
    closed.done("review", "1", "--root-cause", "dust", now="+3h")
    closed.done("undo", "1", now="+3h")
    assert closed("review", "1", now="+4h") == Result(
        "",
        "escalate: error: no review of T-1 is recorded\n"
        "help: escalate review T-1 --root-cause 'what caused it' --action 'what is done'\n",
        1,
    )
