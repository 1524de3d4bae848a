"""`ack`: whose a ticket is takes it, in a pipe as on a terminal, and nobody loses it unawares."""

from collections.abc import Callable

import pytest

from tests.cli.shell import Result, Shell


@pytest.fixture
def handed(support: Shell) -> Shell:
    """Hand a ticket from ana to the second level, that is bo."""
    support.log("Mail is slow")
    support.done("escalate", "1", "-m", "too deep")
    return support


def test_who_it_waits_for_takes_it(handed: Shell) -> None:
    done = handed.done("ack", "1", "--as", "bo")
    assert (done.rows[0][:6], done.stderr) == (["T-1", "acknowledged", "P3", "L2", "", "bo"], "")


def test_what_waits_for_another_one_is_refused_and_nothing_is_written(handed: Shell) -> None:
    before = handed.file()
    assert handed("ack", "1") == Result(
        "",
        "escalate: error: T-1 waits for bo at L2\nhelp: escalate ack T-1 --take makes it yours\n",
        1,
    )
    assert handed.file() == before


def test_a_terminal_asks_nothing_and_refuses_the_same(
    handed: Shell, terminal: Callable[..., Result]
) -> None:
    before = handed.file()
    refused = terminal("ack", "1")
    assert (refused.code, handed.file()) == (1, before)
    assert "T-1 waits for bo at L2" in refused.plain


def test_it_can_be_taken_and_who_was_to_have_it_hears_of_it(handed: Shell) -> None:
    done = handed.done("ack", "1", "--take", "-m", "bo is ill")
    assert (done.rows[0][5], done.stderr) == ("ana", "T-1 was bo's\n")
    assert handed.show()["events"][-1]["take"] is True
    messages = handed.done("outbox", "list", "--json").data
    assert [m["text"] for m in messages if m["kind"] == "taken" and m["to"] == "bo"] == [
        "ana has taken T-1 Mail is slow (P3, L2), which was with you.\nReason: bo is ill"
    ]


def test_what_somebody_has_is_seen_and_stays_theirs(handed: Shell) -> None:
    handed.done("ack", "1", "--as", "bo")
    done = handed.done("ack", "1")
    assert (done.rows[0][5], done.stderr) == ("bo", "")
    assert handed.kinds()[-2:] == ["ticket_acknowledged"] * 2
    shown = handed.done("ack", "1", "--table", "--as", "cy").stdout
    assert shown == "T-1 acknowledged too · P3 · L2 · bo has it · due in 3d 3h · Mail is slow\n"


def test_a_terminal_hears_what_the_act_came_to(handed: Shell) -> None:
    said = [
        handed.done("ack", "1", "--as", name, *take, "--table").stdout.split(" · ")[0]
        for name, *take in (["bo"], ["bo"], ["ana"], ["ana"], ["ana", "--take"], ["ana"])
    ]
    assert said == [
        "T-1 acknowledged",
        "T-1 acknowledged already",
        "T-1 acknowledged too",
        "T-1 acknowledged already",
        "T-1 taken over",
        "T-1 acknowledged already",
    ]
    assert handed.kinds().count("ticket_acknowledged") == 3


def test_a_wait_waits_on(handed: Shell) -> None:
    handed.done("wait", "1", "--as", "bo")
    assert handed.done("ack", "1", "--as", "bo").rows[0][1] == "waiting"


@pytest.mark.parametrize("verb", [["ack"], ["ack", "--take"], ["assess"]], ids=" ".join)
def test_a_stranger_is_refused_and_told_who_they_may_have_meant(
    handed: Shell, verb: list[str]
) -> None:
    before = handed.file()
    name, *options = verb
    refused = handed(name, "1", *options, "--as", "anna")
    assert (refused.stdout, refused.code) == ("", 1)
    assert f"T-1 cannot be {name.replace('ack', 'acknowledg').removesuffix('ss')}" in refused.stderr
    assert refused.stderr.endswith("by anna, who is not of the team\nhelp: did you mean 'ana'?\n")
    assert "team is ana, bo, lee, cy" in handed(name, "1", *options, "--as", "zoe").stderr
    assert handed.file() == before


def test_one_that_waits_for_another_one_keeps_the_others_back(handed: Shell) -> None:
    handed.log("Printer jams")
    before = handed.file()
    refused = handed("ack", "2", "1")
    assert (refused.stdout, refused.code, handed.file()) == ("", 1, before)


def test_a_team_of_one_without_a_policy_takes_all_it_logs(escalate: Shell) -> None:
    escalate.log("Mail is slow")
    assert escalate.done("ack", "1", "--as", "whoever").rows[0][5] == "whoever"


def test_a_hint_is_followed_without_taking_anything_from_anybody(handed: Shell) -> None:
    told = handed.done("escalate", "1", "--to", "L3", "-m", "x", "--table").stdout
    assert "next:" not in told
    assert "waits for bo" in told
    assert "asked for L3, to be approved by lee" in told
    approved = handed.done("approve", "1", "--as", "lee", "--table").stdout
    assert "waits for cy" in approved
    assert "next:" not in approved


def test_what_owes_a_review_leads_to_it(support: Shell) -> None:
    support.log("VPN drops", "-p", "P1")
    support.done("resolve", "1")
    told = support.done("close", "1", "--table").stdout
    assert told.splitlines()[-1] == "next: escalate review T-1 --root-cause TEXT"


def test_a_changed_policy_leads_nobody_anywhere(support: Shell) -> None:
    support.log("VPN drops")
    support.done("wait", "1")
    support.follow(support.policy.read_text() + "\n# changed\n")
    told = support.done("policy", "apply", "--table").stdout
    assert told.startswith("T-1 moved to this policy")
    assert "next:" not in told
