"""Laws of people: whoever comes, goes or changes sides today, what was judged stays as it was."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.policy.people import Customer, Person
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.usecases.automation.check import check
from escalate_cli.usecases.care.verify import verify
from escalate_cli.usecases.policy.apply_policy import apply_policy
from tests.conftest import changed, clock_rule
from tests.property.desk import OUTSIDERS, TEAM, VERBS, Deed, Desk, a_desk_policy, deeds_of, figures
from tests.property.test_engine_laws import laws
from tests.unit.usecases.conftest import TEAMS

RULES = (
    clock_rule("late", at="100%", escalate="next", notify=("owner", "lead")),
    clock_rule("untaken", clock="acknowledge", at="100%", notify=("team",)),
)
POLICY = a_desk_policy(rules=RULES)
CREW = POLICY.people.people
OTHERS: dict[str, dict[str, Any]] = {
    "the requester joins the team": {
        "teams": {**TEAMS, "frontline": replace(TEAMS["frontline"], members=("kim", "pat"))},
        "people": {**CREW, "pat": Person(id="pat", name="Pat")},
    },
    "the team are programs": {"machines": TEAM, "people": {"kim": CREW["kim"]}, "teams": TEAMS},
    "nobody is of a team": {"teams": {}, "machines": ()},
    "the team are customers": {"customers": {"acme": Customer(id="acme", contacts=TEAM)}},
}

edited = st.sampled_from(sorted(OTHERS)).map(
    lambda name: changed(POLICY, id="policy-2", **OTHERS[name])
)
lives = deeds_of(VERBS, (*TEAM, *OUTSIDERS), most=10)


def verdicts(desk: Desk) -> list[tuple[object, ...]]:
    """Return what is known of every run of every clock."""
    return [
        (c.run, c.started_at, c.spent, c.state, c.target, c.breached_at, c.ended_at, c.excused)
        for c in desk.runs()
    ]


@laws
@given(lives, edited, st.booleans())
def test_editing_people_changes_no_verdict_and_no_figure(
    deeds: list[Deed], other: Policy, is_applied: bool
) -> None:
    desk = Desk(POLICY, other)
    for deed in deeds:
        desk.does(deed)
        desk.looks()
    told, judged = figures(desk.context), verdicts(desk)
    desk.context = desk.under(other)
    if is_applied:
        desk.types("lee", lambda run: apply_policy(run, []))
    assert figures(desk.context) == told
    assert verdicts(desk) == judged
    assert verify(desk.context).differences == ()
    check(desk.context)
    assert verdicts(desk) == judged
