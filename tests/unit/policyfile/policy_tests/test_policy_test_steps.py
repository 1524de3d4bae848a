"""Steps may be about several tickets, about the team, and be done several times."""

from datetime import timedelta

import pytest

from escalate_cli.errors import BadTestsError
from escalate_cli.policyfile.loading import load_tests
from escalate_cli.usecases.policy.policy_test_actions import ActionOptions
from escalate_cli.usecases.policy.policy_tests import PolicyTest
from escalate_cli.usecases.verbs.log import NewTicket
from tests.conftest import after
from tests.unit.policyfile.files import policy_of

POLICY = policy_of(
    "timezone: Europe/Berlin\n"
    "targets: [{resolve: 4h}]\n"
    "heartbeats: [{key: backup, every: 1d, log: {title: No backup}},"
    " {key: mail, every: 1h, log: {title: No mail}}]"
)
LEVEL = "expect: {level: L1}"


def steps_of(*steps: str, begins: str = "ticket: {title: A}") -> PolicyTest:
    """Read a test of a few steps, the first of which stands on line 6."""
    head = f"tests:\n- name: a\n  at: 2026-11-23 09:00\n  {begins}\n  steps:\n"
    source = head + "".join(f"  - {{{step}}}\n" for step in steps)
    [test] = load_tests(source.encode(), "policy.test.yaml", POLICY)
    return test


def refusal(*steps: str, begins: str = "ticket: {title: A}") -> str:
    with pytest.raises(BadTestsError) as refused:
        steps_of(*steps, begins=begins)
    return str(refused.value)


def test_another_ticket_is_logged_under_a_name() -> None:
    log, seen, own = steps_of(
        "do: log, by: ana, ticket: second, draft: {title: B}",
        f"ticket: second, {LEVEL}",
        LEVEL,
    ).steps
    assert log.act is not None
    assert (log.act.ticket, log.act.told.draft) == ("second", NewTicket(title="B"))
    assert (seen.ticket, own.ticket) == ("second", "first")


def test_what_is_logged_without_a_name_is_the_first_where_there_is_none() -> None:
    nameless = steps_of("do: log, by: ana, draft: {title: B}", LEVEL).steps[0].act
    first = steps_of("do: log, by: ana, draft: {title: B}", LEVEL, begins="by: ana").steps[0].act
    assert nameless is not None
    assert first is not None
    assert (nameless.ticket, first.ticket) == ("", "first")


def test_a_storm_is_one_step_that_is_done_several_times() -> None:
    steps = steps_of(
        f"after: 1m, do: complain, by: ana, times: 3, every: 10s, {LEVEL}", LEVEL
    ).steps
    begin = after("1m")
    assert [step.at - begin for step in steps] == [timedelta(seconds=n) for n in (0, 10, 20, 20)]
    assert [len(step.expected) for step in steps] == [0, 0, 1, 1]
    at_once = steps_of(f"do: complain, by: ana, times: 2, {LEVEL}").steps
    assert [step.at for step in at_once] == [after("0m")] * 2


def test_heartbeats_beat_together_or_by_their_keys() -> None:
    both = "heartbeat: [backup, mail]"
    every, one = steps_of(
        "do: beat, by: ana", "do: beat, by: ana, key: mail", "ticket: mail, " + LEVEL, begins=both
    ).steps[:2]
    assert every.act is not None
    assert one.act is not None
    assert (every.act.told.key, one.act.told.key) == (None, "mail")


def test_duty_is_taken_over_and_swapped() -> None:
    test = steps_of(
        "do: override, by: lee, team: network, person: di, from: 10:00, until: 12:00",
        "do: swap, by: lee, team: network, person: cy, with: di, turn: 2026-12-01",
        "expect: {on_duty: {network: [di, cy], frontline: none}}",
        begins="by: ana",
    )
    taken, swapped = (step.act.told for step in test.steps[:2] if step.act)
    assert taken == ActionOptions(team="network", person="di", since=after("1h"), until=after("3h"))
    assert (swapped.person, swapped.other, swapped.team) == ("cy", "di", "network")
    assert {each.what: each.value for each in test.steps[2].expected} == {
        "on_duty network": ("di", "cy"),
        "on_duty frontline": (),
    }


@pytest.mark.parametrize(
    ("step", "place", "message"),
    [
        (f"ticket: second, {LEVEL}", "6:14", "unknown ticket 'second'"),
        (f"do: log, by: ana, {LEVEL}", "6:5", "missing key 'draft'"),
        (
            f"do: log, by: ana, ticket: first, draft: {{title: B}}, {LEVEL}",
            "6:24",
            "is given twice",
        ),
        (f"do: log, by: ana, draft: {{titel: B}}, {LEVEL}", "6:31", "unknown key 'titel'"),
        (f"do: beat, by: ana, {LEVEL}", "2:3", "'beat' is for the test of a heartbeat"),
        (f"do: override, by: ana, {LEVEL}", "6:5", "missing key 'team'"),
        (
            f"do: swap, by: ana, team: x, person: cy, with: di, {LEVEL}",
            "6:31",
            "unknown team 'x'",
        ),
        ("expect: {on_duty: {netwrk: cy}}", "6:25", "unknown key 'netwrk'"),
        ("expect: {on_duty: {network: zoe}}", "6:34", "unknown person 'zoe'"),
        (f"times: 2, {LEVEL}", "6:6", "'times' without 'do'"),
        (f"every: 2m, {LEVEL}", "6:6", "'every' without 'do'"),
        (f"do: complain, by: ana, every: 2m, {LEVEL}", "6:29", "'every' without 'times'"),
        (f"do: complain, by: ana, times: 0, {LEVEL}", "6:36", "expected at least 1"),
        (f"do: complain, by: ana, times: 1001, {LEVEL}", "6:36", "more than 1000 times"),
    ],
)
def test_a_mistake_is_shown_at_its_place(step: str, place: str, message: str) -> None:
    said = refusal(step)
    assert f"policy.test.yaml:{place}: error: " in said
    assert message in said


def test_a_step_that_needs_a_ticket_needs_one_of_the_test() -> None:
    assert "2:3: error: missing key 'ticket'" in refusal(LEVEL, begins="by: ana")
    assert "2:3: error: missing key 'ticket'" in refusal("do: close, by: ana", begins="by: ana")


def test_where_steps_log_the_tickets_each_step_says_which() -> None:
    log = "do: log, by: ana, ticket: b, draft: {title: B}"
    assert "7:5: error: missing key 'ticket'" in refusal(log, LEVEL, begins="by: ana")


def test_a_heartbeat_that_the_test_does_not_expect_is_unknown() -> None:
    said = refusal("do: beat, by: ana, key: mail", LEVEL, begins="heartbeat: backup")
    assert "6:30: error: unknown heartbeat 'mail'" in said
