"""Tests of a policy are read as strictly as the policy, and against its names."""

from datetime import timedelta

import pytest

from escalate_cli.errors import BadTestsError
from escalate_cli.policyfile.loading import load_tests
from escalate_cli.usecases.policy.policy_test_actions import VERBS, ActionOptions
from escalate_cli.usecases.policy.policy_tests import FileLocation, PolicyTest
from escalate_cli.usecases.verbs.log import NewTicket
from tests.conftest import MONDAY_NINE, after
from tests.unit.policyfile.files import policy_of

POLICY = policy_of(
    "timezone: Europe/Berlin\n"
    "triggers: [{type: vip, name: vip-customer, notify: lead}]\n"
    "targets: [{resolve: 4h}]"
)
STEPS = "steps: [{after: 1h, expect: {level: L1}}]"


def read_from(source: str) -> tuple[PolicyTest, ...]:
    return load_tests(source.encode(), "policy.test.yaml", POLICY)


def steps_of(*steps: str) -> PolicyTest:
    """Read one test of a few steps, each of which stands on a line of its own."""
    head = "tests:\n- name: a\n  at: 2026-11-23 09:00\n  ticket: {title: A}\n  steps:\n"
    [test] = read_from(head + "".join(f"  - {{{step}}}\n" for step in steps))
    return test


def refusal(*steps: str) -> str:
    with pytest.raises(BadTestsError) as refused:
        steps_of(*steps)
    assert str(refused.value).startswith("the tests cannot be run: 1 error\n")
    return str(refused.value)


def test_a_test_is_read_with_its_place_and_its_ticket() -> None:
    [test] = read_from(
        "tests:\n"
        "  - name: all\n"
        "    at: 2026-11-23 09:00\n"
        "    by: bo\n"
        "    ticket: {title: A, impact: high, urgency: low, vip: true, skills: [x, y], tags: z}\n"
        f"    {STEPS}\n"
    )
    assert (test.name, test.at, test.by) == ("all", MONDAY_NINE, "bo")
    assert test.location == FileLocation("policy.test.yaml", 2, 5)
    assert test.draft == NewTicket(
        title="A", impact="high", urgency="low", vip=True, skills=("x", "y"), tags=("z",)
    )


@pytest.mark.parametrize(
    ("ticket", "by"), [("{title: A}", "somebody"), ("{title: A, requester: kim}", "kim")]
)
def test_without_a_name_the_requester_logs_it(ticket: str, by: str) -> None:
    [test] = read_from(f"tests: [{{name: a, at: 2026-11-23, ticket: {ticket}, {STEPS}}}]")
    assert test.by == by


def test_steps_come_in_the_order_of_time() -> None:
    seen = "expect: {level: L1}"
    steps = (
        seen,
        f"after: 0m, {seen}",
        f"after: 90m, {seen}",
        seen,
        f"at: 11:00, {seen}",
        f"at: +2h, {seen}",
        f"at: mon 9:00, {seen}",
        f"at: 2026-12-01 09:00, {seen}",
    )
    week = timedelta(weeks=1)
    assert [step.at for step in steps_of(*steps).steps] == [
        MONDAY_NINE,
        MONDAY_NINE,
        after("90m"),
        after("90m"),
        after("2h"),
        after("4h"),
        MONDAY_NINE + week,
        MONDAY_NINE + week + timedelta(days=1),
    ]


def test_what_is_expected_is_read_with_its_places() -> None:
    [step] = steps_of(
        "expect: {status: open, priority: P3, level: L1, management: none, owner: none,"
        " team: frontline, pending_approval: none, breached: [],"
        " due: {resolve: 13:00, update: none}, fired: vip-customer,"
        " notified: [lee, kim@example.org]}"
    ).steps
    assert step.act is None
    assert {expected.what: expected.value for expected in step.expected} == {
        "status": "open",
        "priority": "P3",
        "level": "L1",
        "management": None,
        "owner": None,
        "team": "frontline",
        "pending_approval": None,
        "breached": (),
        "due resolve": after("4h"),
        "due update": None,
        "fired": ("vip-customer",),
        "notified": ("lee", "kim@example.org"),
    }
    assert step.expected[0].location == FileLocation("policy.test.yaml", 6, 23)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("do: acknowledge, message: mine", ActionOptions(message="mine")),
        ("do: assess, impact: high, urgency: low", ActionOptions(impact="high", urgency="low")),
        (
            "do: assess, skills: a, needs_decision: true",
            ActionOptions(skills=("a",), needs_decision=True),
        ),
        ("do: assign, to: bo", ActionOptions(to="bo")),
        ("do: escalate, to: next", ActionOptions(to="next")),
        (
            "do: escalate, to: manager, break_glass: true",
            ActionOptions(to="manager", break_glass=True),
        ),
        (
            "do: escalate, tried: a, impact_note: b, next_step: c",
            ActionOptions(tried="a", impact_note="b", next_step="c"),
        ),
        ("do: return, message: no", ActionOptions(message="no")),
        ("do: note, message: a, public: true", ActionOptions(message="a", public=True)),
        (
            "do: note, message: a, from_requester: true",
            ActionOptions(message="a", from_requester=True),
        ),
        ("do: wait, for: vendor, until: 10:00", ActionOptions(whom="vendor", until=after("1h"))),
        (
            "do: edit, priority: P1, vip: false, tags: [a]",
            ActionOptions(priority="P1", vip=False, tags=("a",)),
        ),
    ],
)
def test_a_verb_is_read_with_what_it_is_told(written: str, told: ActionOptions) -> None:
    [step] = steps_of(f"{written}, by: ana, expect: {{level: L1}}").steps
    name = written.split(",", maxsplit=1)[0].removeprefix("do: ")
    assert step.act is not None
    assert (step.act.name, step.act.verb, step.act.by) == (name, VERBS[name], "ana")
    assert (step.act.told, step.act.refused) == (told, False)
    assert step.act.location == FileLocation("policy.test.yaml", 6, 10)


def test_an_expected_refusal_is_enough_for_a_test() -> None:
    [step] = steps_of("do: close, by: ana, refused: true").steps
    assert step.act is not None
    assert step.act.refused


@pytest.mark.parametrize(
    ("step", "place", "message"),
    [
        ("expect: {level: L9}", "6:22", "unknown level 'L9'"),
        ("expect: {level: lead}", "6:22", "unknown level 'lead'"),
        ("expect: {lvel: L1}", "6:15", "unknown key 'lvel'"),
        ("expect: {management: L1}", "6:27", "unknown level 'L1'"),
        ("expect: {team: front}", "6:21", "unknown team 'front'"),
        ("expect: {status: opn}", "6:23", "'opn' is none of"),
        ("expect: {priority: P9}", "6:25", "unknown priority 'P9'"),
        ("expect: {pending_approval: x}", "6:33", "unknown level 'x'"),
        ("expect: {breached: resolv}", "6:25", "'resolv' is none of"),
        ("expect: {fired: [vip]}", "6:23", "unknown trigger 'vip'"),
        ("expect: {due: {resolve: soon}}", "6:30", "'soon' is not a point in time"),
        ("expect: {due: {reslve: none}}", "6:21", "unknown key 'reslve'"),
        ("expect: {}", "6:14", "nothing is expected"),
        ("expect: L1", "6:14", "expected keys with values, found 'L1'"),
        ("after: 1h", "6:5", "nothing happens in this step"),
        ("after: soon, expect: {level: L1}", "6:13", "'soon' is not a duration"),
        ("after: 1bd, expect: {level: L1}", "6:13", "'bd' (business days) needs a calendar"),
        ("at: 10:00, after: 1h, expect: {level: L1}", "6:6", "'at' beside 'after'"),
        ("at: 2026-11-22, expect: {level: L1}", "6:5", "this is earlier than the step before"),
        ("by: ana, expect: {level: L1}", "6:6", "'by' without 'do'"),
        ("refused: true, expect: {level: L1}", "6:6", "'refused' without 'do'"),
        ("to: L2, expect: {level: L1}", "6:6", "unknown key 'to'"),
        ("do: shout, by: ana, expect: {level: L1}", "6:10", "unknown verb 'shout'"),
        ("do: [close], by: ana, expect: {level: L1}", "6:10", "expected text, found a list"),
        ("do: close, expect: {level: L1}", "6:5", "missing key 'by'"),
        ("do: close, by: policy, expect: {level: L1}", "6:21", "'policy' acts by itself"),
        ("do: close, by: ana, to: L2, expect: {level: L1}", "6:26", "unknown key 'to'"),
        ("do: assign, by: ana, expect: {level: L1}", "6:5", "missing key 'to'"),
        ("do: assign, by: ana, to: zoe, expect: {level: L1}", "6:31", "unknown person 'zoe'"),
        ("do: escalate, by: ana, to: L9, expect: {level: L1}", "6:33", "unknown level 'L9'"),
        ("do: edit, by: ana, priority: P9, expect: {level: L1}", "6:35", "unknown priority 'P9'"),
        ("do: wait, by: ana, for: me, expect: {level: L1}", "6:30", "'me' is none of"),
        ("do: wait, by: ana, until: x, expect: {level: L1}", "6:32", "'x' is not a point in time"),
        ("do: ack, by: ana, refused: no, expect: {level: L1}", "6:33", "expected true or false"),
    ],
)
def test_a_mistake_is_shown_at_its_place(step: str, place: str, message: str) -> None:
    shown = refusal(step)
    assert f"policy.test.yaml:{place}: error: {message}" in shown


@pytest.mark.parametrize(
    ("source", "place", "message"),
    [
        ("", "1:1", "the file is empty"),
        ("{}", "1:1", "missing key 'tests'"),
        ("tests: []", "1:8", "'tests' is empty"),
        ("tests: [{}]\nmore: 1", "2:1", "unknown key 'more'"),
        (
            f"tests: [{{at: 2026-11-23, ticket: {{title: A}}, {STEPS}}}]",
            "1:9",
            "missing key 'name'",
        ),
        (f"tests: [{{name: a, ticket: {{title: A}}, {STEPS}}}]", "1:9", "missing key 'at'"),
        (f"tests: [{{name: a, at: 2026-11-23, {STEPS}}}]", "1:9", "missing key 'ticket'"),
        (
            f"tests: [{{name: a, at: 2026-11-23, ticket: {{}}, {STEPS}}}]",
            "1:43",
            "missing key 'title'",
        ),
        ("tests: [{name: a, at: 2026-11-23, ticket: {title: A}}]", "1:9", "missing key 'steps'"),
        (
            "tests: [{name: a, at: 2026-11-23, ticket: {title: A}, steps: [{do: ack, by: ana}]}]",
            "1:9",
            "the test expects nothing",
        ),
        (
            f"tests: [{{name: a, at: mon 9:00, ticket: {{title: A}}, {STEPS}}}]",
            "1:23",
            "'mon 9:00' depends on today",
        ),
        (
            f"tests: [{{name: a, at: 2026-11-23, ticket: {{title: A, impact: huge}}, {STEPS}}}]",
            "1:62",
            "unknown impact 'huge'",
        ),
        (
            f"tests: [{{name: a, at: 2026-11-23, ticket: {{title: A, colour: red}}, {STEPS}}}]",
            "1:54",
            "unknown key 'colour'",
        ),
    ],
)
def test_a_mistake_around_the_steps_is_shown_too(source: str, place: str, message: str) -> None:
    with pytest.raises(BadTestsError) as refused:
        read_from(source)
    assert f"policy.test.yaml:{place}: error: {message}" in str(refused.value)


def test_two_tests_of_one_name_are_refused() -> None:
    one = f"- {{name: a, at: 2026-11-23, ticket: {{title: A}}, {STEPS}}}\n"
    with pytest.raises(BadTestsError, match="test 'a' is given twice"):
        read_from(f"tests:\n{one}{one}")


def test_an_empty_file_is_told_how_tests_begin() -> None:
    with pytest.raises(BadTestsError, match="a file of tests begins with tests:"):
        read_from("# nothing yet\n")


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(BadTestsError, match="the file is larger than 1024 KiB"):
        read_from("#" * (1 << 20) + "\n")


def test_where_the_policy_names_nobody_anybody_may_be_given_a_ticket() -> None:
    nobody = policy_of("people: {}\nladders: {functional: [{level: L1}]}\nteams: {}")
    source = (
        "tests: [{name: a, at: 2026-11-23, ticket: {title: A},"
        " steps: [{do: assign, by: ana, to: zoe, expect: {owner: zoe}}]}]"
    )
    [test] = load_tests(source.encode(), "x", nobody)
    assert test.steps[0].act is not None
    assert test.steps[0].act.told.to == "zoe"
