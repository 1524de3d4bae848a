"""A table of cases is a test for each row, and every mistake in it is shown at its cell."""

import pytest

from escalate_cli.errors import BadTestsError
from escalate_cli.usecases.policy.policy_tests import FileLocation
from tests.unit.policyfile.policy_tests.test_policy_test_file import read_from

HEAD = """\
tests:
- name: {name}
  at: 2026-11-23 09:00
  cases:
{rows}
  ticket: {ticket}
  steps: [{step}]
"""
TICKET = "{title: A, priority: $priority}"
STEP = "{expect: {level: $level}}"


def table(
    *rows: str, name: str = "$priority at $level", ticket: str = TICKET, step: str = STEP
) -> str:
    lines = "\n".join(f"  - {row}" for row in rows)
    return HEAD.format(name=name, rows=lines, ticket=ticket, step=step)


def refusal(source: str) -> str:
    with pytest.raises(BadTestsError) as refused:
        read_from(source)
    return str(refused.value)


def test_each_row_is_a_test_of_its_own() -> None:
    tests = read_from(table("{priority: P1, level: L1}", "{priority: P2, level: L2}"))
    assert [test.name for test in tests] == ["P1 at L1", "P2 at L2"]
    assert [test.draft and test.draft.priority for test in tests] == ["P1", "P2"]
    assert [test.location.line for test in tests] == [5, 6]


def test_what_fails_is_at_the_cell_that_expected_it() -> None:
    [_, second] = read_from(table("{priority: P1, level: L1}", "{priority: P2, level: L2}"))
    assert second.steps[0].expected[0].location == FileLocation("policy.test.yaml", 6, 27)


def test_a_name_without_a_key_ends_in_what_the_row_says() -> None:
    tests = read_from(
        table(
            "{priority: P1, level: L1, fired: []}",
            name="it stays",
            step="{expect: {level: $level, fired: $fired}}",
        )
    )
    assert [test.name for test in tests] == ["it stays: P1, L1"]


def test_a_cell_may_be_a_list_and_stand_within_a_text() -> None:
    [test] = read_from(
        table(
            "{priority: P1, level: L1, skills: [a, b]}",
            ticket="{title: '$$5 for $priority', priority: $priority, skills: $skills}",
        )
    )
    assert test.draft is not None
    assert (test.draft.title, test.draft.skills) == ("$5 for P1", ("a", "b"))


@pytest.mark.parametrize(
    ("source", "place", "message"),
    [
        (table("{priority: P1}"), "5:5", "missing key 'level'"),
        (table("{priority: P1, level: L1, more: x}"), "5:37", "nothing in the test is $more"),
        (table("{priority: P9, level: L1}"), "5:16", "unknown priority 'P9'"),
        (table("{priority: P1, level: L9}"), "5:27", "unknown level 'L9'"),
        (table("P1"), "5:5", "expected keys with values, found 'P1'"),
        (
            table("{priority: P1, level: [L1]}", name="at $level"),
            "5:27",
            "$level stands within a text",
        ),
        (
            "tests: [{name: a, at: 2026-11-23, cases: [], steps: []}]",
            "1:42",
            "expected a list of rows, found a list",
        ),
        (
            "tests: [{name: a, at: 2026-11-23, cases: {a: b}, steps: []}]",
            "1:42",
            "expected a list of rows, found keys with values",
        ),
        (
            table("{priority: P1, level: L1}", "{priority: P1, level: L1}"),
            "6:5",
            "test 'P1 at L1' is given twice",
        ),
    ],
)
def test_a_mistake_in_a_table_is_shown_at_its_place(source: str, place: str, message: str) -> None:
    assert f"policy.test.yaml:{place}: error: {message}" in refusal(source)


def test_a_mistake_of_the_test_is_told_once_and_not_for_each_row() -> None:
    rows = ["{priority: P1, level: L1}", "{priority: P2, level: L1}"]
    assert ": 2 errors\n" in refusal(table(*rows, step="{expct: {level: $level}}", name="$level"))
