"""A run looks at what waits for people, though nothing is due on it, if somebody came."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Approval, Rule
from escalate_cli.domain.verbs.escalate import Wish
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.automation.people_since import met_by_people
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.records import Record
from escalate_cli.usecases.verbs.escalate import escalate
from tests.conftest import changed
from tests.unit.usecases.conftest import PEOPLE, a_context, later, logged, staffed, told
from tests.writing import writing

GAP = Rule(type="skill_gap", name="gap", escalate="skilled")
ASKS = Approval(by="lead")


def led_by(name: str, **changes: object) -> Policy:
    """Return a policy with another lead, who says yes to moves to the third level."""
    plain = staffed(ASKS, rules=(GAP,))
    first, *above = plain.rules.management
    return changed(plain, id=name, management=(replace(first, person=name), *above), **changes)


@pytest.fixture
def asked() -> Context:
    """Return a store in which the first of three tickets waits for the yes of lee."""
    context = a_context(led_by("lee"))
    for skills in ((), ("cobol",), ()):
        logged(context, skills=skills)
    escalate(context, ["1"], Wish(to="L3"))
    return context


def met(context: Context) -> list[int]:
    with context.read() as view:
        return list(met_by_people(context, view, view.unanswered()))


def test_only_what_waits_for_people_is_looked_at(asked: Context) -> None:
    with asked.read() as view:
        assert view.unanswered() == [1, 2]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (led_by("lee"), []),
        (led_by("max"), [1]),
        (led_by("lee", people={**PEOPLE, "bo": replace(PEOPLE["bo"], skills=("cobol",))}), [2]),
    ],
    ids=["nobody came", "another lead", "somebody with the skill"],
)
def test_a_ticket_is_met_by_whom_it_waits_for(
    asked: Context, policy: Policy, expected: list[int]
) -> None:
    policy = changed(policy, id="another")
    assert met(later(asked, "1h", policy=policy)) == expected


def test_the_new_lead_is_asked_once_however_often_and_late_it_is_checked(asked: Context) -> None:
    before = told(asked)
    renewed = led_by("max")
    for at in ("5h", "6h", "90h"):
        checked = check(later(asked, at, policy=renewed))
        assert [d.notified for d in checked.decisions] == ([("max",)] if at == "5h" else [])
    assert [each for each in told(asked) if each not in before] == [("approval_request", "max")]


def test_a_dry_run_says_who_would_be_asked_and_asks_nobody(asked: Context) -> None:
    before = told(asked)
    checked = check(later(asked, "5h", policy=led_by("max")), dry_run=True)
    assert [(d.action, d.notified) for d in checked.decisions] == [("asked", ("max",))]
    assert told(asked) == before


def test_a_ticket_that_cannot_be_read_is_named_by_the_run(asked: Context) -> None:
    with writing(asked.store) as tx:
        lost = Record(
            ticket=replace(tx.ticket(1), policy="gone"),
            events=[replace(each, digest="") for each in tx.events(1)][1:],
            next_at=None,
            due_at=None,
            risk_at=None,
        )
        tx.save(lost)
    context = later(asked, "1h", policy=led_by("max"))
    assert met(context) == [1]
    assert [each.ticket for each in check(context).errors] == ["T-1"]
