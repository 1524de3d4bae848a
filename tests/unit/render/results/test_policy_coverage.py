"""Coverage on a page and as data: how much was used, and the names of what never was."""

from escalate_cli.render.results.policy_coverage import coverage_document, coverage_lines
from escalate_cli.render.results.policy_test import PolicyTestsResult
from tests.unit.render.results.test_policy_test import REHEARSED
from tests.unit.render.screen import a_pipe
from tests.unit.render.tickets import HOSTILE, SHOWN


def test_people_see_what_was_never_used() -> None:
    assert list(coverage_lines(REHEARSED.coverage)) == [
        "coverage",
        "  rules          1 of 3",
        "    never used: gone-quiet",
        "    never used: vip-customer",
        "  levels         2 of 2",
        "  targets        0 of 1",
        "    never used: targets[0] resolve",
        "  conditions     1 of 2",
        f"    never used: late: tags {SHOWN}",
    ]


def test_a_program_reads_it_by_kind() -> None:
    found = coverage_document(REHEARSED.coverage)
    assert list(found) == ["rules", "levels", "targets", "conditions"]
    assert found["levels"] == {"n": 2, "used": 2, "unused": []}
    assert found["conditions"] == {"n": 2, "used": 1, "unused": [f"late: tags {HOSTILE}"]}


def test_it_is_told_only_where_it_is_asked_for() -> None:
    pipe = a_pipe(json=True)
    pipe.show(PolicyTestsResult(REHEARSED))
    assert '"coverage"' not in pipe.out
    asked = a_pipe(json=True)
    asked.show(PolicyTestsResult(REHEARSED, coverage=True))
    assert '"coverage":{"rules":{"n":3,"used":1' in asked.out
