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
    assert closed("review", "--due", now="+3h") == Result("", "", 0)


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
        "  action: oil it",
    ]


def test_a_review_that_was_undone_is_none(closed: Shell) -> None:
    closed.done("review", "1", "--root-cause", "dust", now="+3h")
    closed.done("undo", "1", now="+3h")
    assert closed("review", "1", now="+4h") == Result(
        "",
        "escalate: error: no review of T-1 is recorded\n"
        "help: escalate review T-1 --root-cause 'what caused it' --action 'what is done'\n",
        1,
    )
