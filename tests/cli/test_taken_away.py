"""No missed target is taken away by dating an act back, or by a second end that does not count."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import Shell

SINCE = ("report", "--json", "--since", "2026-11-01")
BACK = "2026-11-23T09:05:00+01:00"


@pytest.fixture
def late(support: Shell) -> Shell:
    """Log a ticket that misses its targets, by the clock of the machine at 12:00."""
    support.log("Mail is down", "-p", "P1", "-r", "kim")
    support.env = {**support.env, "ESCALATE_NOW": "2026-11-23T12:00:00+01:00"}
    return support


def missed(shell: Shell) -> Any:
    return shell.done(*SINCE).data["missed"]


@pytest.mark.parametrize("is_recorded", [True, False], ids=["recorded", "not yet recorded"])
def test_an_undo_that_is_dated_back_wants_a_reason_all_the_same(
    late: Shell, *, is_recorded: bool
) -> None:
    if is_recorded:
        late.done("check")
    before = missed(late)
    refused = late("undo", "1", "--now", BACK)
    assert refused.code == 2
    assert "to take that off the record needs a reason" in refused.stderr
    assert late("undo", "1", "-m", "logged by mistake", "--now", BACK).code != 0
    assert missed(late) == before


def test_what_check_did_too_early_is_taken_back_without_a_reason(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1", "-r", "kim", "--now", "09:00")
    change = support.show()["events"][-1]["change"]
    support.done("check", "--now", "+24h")
    [first] = {each["change"] for each in support.show()["events"]} - {change}
    support.env = {**support.env, "ESCALATE_NOW": "2026-12-23T12:00:00+01:00"}
    undone = support("undo", "--change", str(first), "--now", "2026-11-23T09:05:00+01:00")
    assert (undone.code, "undid change" in undone.stderr) == (0, True)


@pytest.mark.parametrize(
    "act",
    [("edit", "1", "-p", "P3"), ("resolve", "1", "--outcome", "invalid")],
    ids=["less urgent", "an outcome that does not count"],
)
def test_an_act_that_is_dated_back_wants_a_reason_as_one_of_today(
    late: Shell, act: tuple[str, ...]
) -> None:
    refused = late(*act, "--now", BACK)
    assert (refused.stdout, refused.code) == ("", 2)
    assert "needs a reason" in refused.stderr
    assert late(*act, "-m", "it never was one", "--now", BACK).code == 0


def test_what_was_done_in_time_and_entered_late_needs_no_reason(late: Shell) -> None:
    assert late("ack", "1", "--now", BACK).code == 0


@pytest.mark.parametrize(
    "act",
    [("resolve", "1", "--outcome", "spam"), ("link", "1", "--duplicate-of", "2"), ("undo", "1")],
    ids=["spam again", "a duplicate", "undo of the reopening"],
)
def test_a_second_end_that_does_not_count_wants_a_reason_too(
    escalate: Shell, tmp_path: Path, act: tuple[str, ...]
) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(CONTINUED, encoding="utf-8")
    escalate.env = {**escalate.env, "ESCALATE_POLICY": str(policy)}
    escalate.log("Mail is down", "-p", "P1", "-r", "kim")
    escalate.log("Mail again", "-p", "P1", "-r", "kim")
    escalate.done("resolve", "1", "--outcome", "spam", "-m", "an advertisement", now="+3h")
    assert escalate.done(*SINCE, now="+3h").data["missed"]["counted"] == 1
    escalate.done("reopen", "1", "-m", "it is none", now="+4h")
    assert escalate.done(*SINCE, now="+5h").data["missed"]["counted"] == 2
    refused = escalate(*act, now="+5h")
    assert refused.code == 2
    assert (
        "T-1 has missed resolve: to leave that out of the figures needs a reason" in refused.stderr
    )


CONTINUED = """
version: 1
name: Goes on

priorities: [P1, P2]
default_priority: P2
ladders: {functional: [{level: L1, name: First line}]}
targets: [{calendar: always, resolve: 2h}]
outcomes: {solved: {}, spam: {counts: false}}
reopening: continue
"""
