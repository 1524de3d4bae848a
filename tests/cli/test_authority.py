"""Who may move a ticket, as people and scripts see it: yes, no, on loan, in an emergency."""

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def asked(support: Shell) -> Shell:
    """Return a store with a request of ana to take a P3 to the third level."""
    support.log("Mail is slow")
    support.done("escalate", "1", "--to", "L3", "-m", "a router", "--tried", "a restart")
    return support


def test_a_request_says_whose_yes_it_waits_for(asked: Shell) -> None:
    shown = asked.show()
    assert (shown["level"], shown["status"]) == ("L1", "open")
    assert shown["pending_approval"]["asked"] == ["lee"]
    assert asked.done("list", "is:pending").rows[0][0] == "T-1"
    assert "lee" in asked.done("outbox", "list").stdout


def test_a_yes_moves_it_and_is_on_record(asked: Shell) -> None:
    done = asked.done("approve", "1", "--as", "lee", "-m", "go on", now="+5m")
    assert done.rows[0][3] == "L3"
    shown = asked.show()
    assert shown["pending_approval"] is None
    assert shown["escalations"][-1]["by"] == "ana"
    assert shown["escalations"][-1]["approved_by"] == "lee"
    assert asked.kinds()[-2:] == ["escalation_approved", "ticket_escalated"]


def test_a_no_wants_a_reason_and_leaves_it(asked: Shell) -> None:
    assert asked("decline", "1", "--as", "lee", "-m", " ").code == 2
    asked.done("decline", "1", "--as", "lee", "-m", "try harder", now="+5m")
    assert asked.done("check", now="+1h").stdout == ""
    assert (asked.show()["level"], asked.show()["pending_approval"]) == ("L1", None)


def test_the_wrong_person_is_told_whose_yes_it_takes(asked: Shell) -> None:
    refused = asked("approve", "1", "--as", "cy")
    assert (refused.code, refused.stdout) == (1, "")
    assert "cy may not answer for T-1: it needs lead (lee)" in refused.stderr
    assert "escalate delegate lee --to cy --until TIME" in refused.stderr


def test_who_asks_for_a_yes_cannot_give_it(support: Shell) -> None:
    support.log("Mail is slow")
    support.done("escalate", "1", "--to", "L3", "--as", "lee")
    refused = support("approve", "1", "--as", "lee")
    assert (refused.code, "another one's yes" in refused.stderr) == (1, True)
    support.done("approve", "1", "--as", "max")
    assert support.show()["level"] == "L3"


def test_nobody_answering_is_a_yes_after_a_time(asked: Shell) -> None:
    assert asked.done("check", now="+29m").stdout == ""
    assert "approved" in asked.done("check", now="+30m").stdout
    assert asked.show()["level"] == "L3"
    assert asked.done("check", now="+31m").stdout == ""


@pytest.mark.parametrize("ran", [(), ("+30m",), ("+35m", "+40m")], ids=["never", "then", "later"])
def test_an_answer_that_comes_too_late_changes_nothing_whenever_check_ran(
    asked: Shell, ran: tuple[str, ...]
) -> None:
    for now in ran:
        asked.done("check", now=now)
    refused = asked("decline", "1", "--as", "lee", "-m", "no", now="+45m")
    assert (refused.code, refused.stdout) == (1, "")
    assert "T-1 went to L3 already: nobody had answered by 2026-11-23T08:" in refused.stderr
    assert asked.done("check", now="+46m").code == 0
    assert asked.show()["level"] == "L3"


def test_whatever_is_done_after_its_time_finds_it_granted_then(asked: Shell) -> None:
    asked.done("note", "1", "still slow", now="+45m")
    shown = asked.show()
    assert (shown["level"], shown["pending_approval"]) == ("L3", None)
    granted, moved, note = shown["events"][-3:]
    assert [each["kind"] for each in (granted, moved, note)] == [
        "escalation_approved",
        "ticket_escalated",
        "note_added",
    ]
    assert (granted["at"], moved["at"]) == ("2026-11-23T08:30:00Z", "2026-11-23T08:30:00Z")
    assert granted["by"] == "policy"
    assert "handoff" in asked.done("outbox", "list", now="+45m").stdout
    assert asked.done("check", now="+46m").stdout == ""
    same = asked("policy", "replay", "--exit-code", now="+1h")
    assert same.code == 0
    assert asked.done("verify", now="+1h").stdout == ""


def test_a_yes_in_time_counts_until_the_last_second(asked: Shell) -> None:
    asked.done("approve", "1", "--as", "lee", now="2026-11-23T09:29:59+01:00")
    assert asked.show()["escalations"][-1]["approved_by"] == "lee"


def test_whose_yes_it_takes_is_said_by_the_policy_of_today(asked: Shell) -> None:
    asked.amend("person: lee", "person: cy")
    refused = asked("approve", "1", "--as", "lee")
    assert (refused.code, refused.stdout) == (1, "")
    assert "lee may not answer for T-1: it needs lead (cy" in refused.stderr
    asked.done("approve", "1", "--as", "CY")
    assert asked.show()["escalations"][-1]["approved_by"] == "cy"


def test_asking_twice_is_a_conflict(asked: Shell) -> None:
    refused = asked("escalate", "1", "--to", "L3", "--as", "cy", now="+20m")
    assert refused.code == 1
    assert "ana has asked already to escalate T-1 to L3" in refused.stderr


def test_authority_on_loan_has_an_end(asked: Shell) -> None:
    lent = asked.done(
        "delegate", "lee", "--to", "cy", "--until", "+10m", "-m", "on leave", "--as", "lee"
    )
    assert "cy" in lent.stdout
    assert asked("approve", "1", "--as", "cy", now="+10m").code == 1
    asked.done("approve", "1", "--as", "cy", now="+9m")
    answer = next(e for e in asked.show()["events"] if e["kind"] == "escalation_approved")
    assert (answer["by"], answer["for_person"]) == ("cy", "lee")


def test_only_ones_own_authority_can_be_lent(support: Shell) -> None:
    refused = support("delegate", "max", "--to", "bo", "--until", "+1d", "--as", "bo")
    assert (refused.code, refused.stdout) == (1, "")
    assert "bo may not lend the authority of max" in refused.stderr


def test_delegated_authority_needs_no_yes(support: Shell) -> None:
    support.log("Mail is slow")
    support.log("Mail is down", "-p", "P1")
    support.done("escalate", "1", "--to", "L3", "--as", "bo")
    support.done("escalate", "2", "--to", "L3", "--as", "ana")
    assert [support.show(n)["level"] for n in ("1", "2")] == ["L3", "L3"]


def test_an_emergency_goes_at_once_and_is_signed_afterwards(support: Shell) -> None:
    support.log("Mail is slow")
    assert support("escalate", "1", "--to", "L3", "--break-glass").code == 2
    support.done("escalate", "1", "--to", "L3", "--break-glass", "-m", "fire")
    assert support.show()["level"] == "L3"
    support.done("resolve", "1", "-m", "put out", now="+5m")
    assert support.show()["pending_approval"]["afterwards"] is True
    support.done("approve", "1", "--as", "lee", now="+1h")
    shown = support.show()
    assert shown["pending_approval"] is None
    assert shown["escalations"][-1]["approved_by"] == "lee"


def test_of_two_clicks_the_second_is_refused(support: Shell) -> None:
    support.log("Mail is slow")
    support.done("escalate", "1", "--expect-level", "L1")
    refused = support("escalate", "1", "--expect-level", "L1", "--as", "lee", now="+1m")
    assert (refused.code, refused.stdout) == (1, "")
    assert "T-1 is at L2, no longer at L1" in refused.stderr


def test_a_second_acknowledgement_is_recorded(support: Shell) -> None:
    support.log("Mail is slow")
    support.done("ack", "1")
    support.done("ack", "1", "--as", "bo", now="+1m")
    acks = [e["by"] for e in support.show()["events"] if e["kind"] == "ticket_acknowledged"]
    assert (acks, support.show()["owner"]) == (["ana", "bo"], "ana")


def test_a_ticket_handed_back_stays_back(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1")
    support.done("ack", "1", now="+5m")
    support.done("check", now="+1h")
    assert support.show()["level"] == "L2"
    support.done("return", "1", "-m", "not ours", "--as", "bo", now="+70m")
    support.done("check", now="+3h")
    assert support.show()["level"] == "L1"


def test_oncall_says_who_and_until_when(support: Shell) -> None:
    [row] = support.done("oncall", "network").rows
    assert row[:3] == ["network", "cy", "2026-11-30T08:00:00Z"]
    [row] = support.done("oncall", "network", "--at", "2026-12-25 12:00").rows
    assert row[:3] == ["network", "di", "2026-12-26T23:00:00Z"]
    assert [row[0] for row in support.done("oncall").rows] == [
        "frontline",
        "specialists",
        "network",
    ]


@pytest.mark.parametrize("by_the_plan", [False, True], ids=["policy", "delegation"])
def test_who_may_answer_since_is_told_of_an_old_request_once(
    asked: Shell, *, by_the_plan: bool
) -> None:
    if by_the_plan:
        asked.done("delegate", "lee", "--to", "dora", "--until", "+9h", "--as", "lee", now="+5m")
    else:
        asked.amend("person: lee", "person: dora")
    first = asked.done("check", now="+10m")
    assert first.stderr == ""
    assert first.stdout == (
        "T-1 P3 later-approvers: asked for a yes to L1 -> L3, notice to dora (Mail is slow)\n"
    )
    for now in ("+11m", "+25m"):
        again = asked.done("check", now=now)
        assert (again.stdout, again.stderr) == ("", "")
    fields = "kind,to,created_at"
    rows = asked.done("outbox", "list", "--fields", fields, "-n", "9", now="+25m").rows
    assert [row[:2] for row in rows] == [["approval_request", "lee"], ["approval_request", "dora"]]
    assert asked.show(now="+25m")["pending_approval"]["asked"] == ["lee", "dora"]
    assert asked.done("verify", now="+25m").code == 0
    asked.done("approve", "1", "--as", "dora", now="+26m")
    assert asked.show(now="+26m")["level"] == "L3"
