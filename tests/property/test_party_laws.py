"""Laws of who speaks: only the team does its duties, whatever others say and whoever they are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.sections.clock_name import ClockName
from tests.property.desk import (
    OUTSIDERS,
    REQUESTER,
    TEAM,
    VERBS,
    Deed,
    Desk,
    a_desk_policy,
    deeds_of,
)
from tests.property.test_engine_laws import laws

DUTIES = {
    ClockName.FIRST_RESPONSE,
    ClockName.NEXT_RESPONSE,
    ClockName.UPDATE,
    ClockName.ACKNOWLEDGE,
}
POLICY = a_desk_policy()
WORDS_ALONE = a_desk_policy(response=("note",))
SOLVING = {"resolve", "close", "excuse"}
"""What ends duties, or their breaches, without doing them."""

OF_THE_TEAM = {"take", "assess", "assign"}
"""By these whoever asked becomes who works on it, if they are of the team as well."""

OPEN_TO_ALL = sorted(VERBS.keys() - SOLVING - OF_THE_TEAM)

policies = st.sampled_from([POLICY, WORDS_ALONE])


def done(desk: Desk) -> set[tuple[str, int, int]]:
    """Return the runs of duties that somebody has done."""
    judged = (clock for clock in desk.runs() if clock.name in DUTIES and clock.judged)
    return {(clock.name, clock.cycle, clock.instance) for clock in judged}


@settings(laws, max_examples=25)
@given(policies, deeds_of(VERBS), st.integers(0, 5))
def test_nothing_that_an_outsider_does_meets_a_duty(
    policy: Policy, before: list[Deed], n: int
) -> None:
    desk = Desk(policy)
    for deed in before:
        desk.does(deed)
    desk.passes(5)
    met = done(desk)
    for by in OUTSIDERS:
        for verb in OPEN_TO_ALL:
            assert done(desk.tried(Deed(0, by, verb, n))) == met, (by, verb)
    for by in set(OUTSIDERS) - set(REQUESTER):
        for verb in OF_THE_TEAM:
            assert done(desk.tried(Deed(0, by, verb, n))) == met, (by, verb)


@laws
@given(policies, deeds_of(VERBS))
def test_whoever_is_no_party_changes_no_clock_by_words(policy: Policy, deeds: list[Deed]) -> None:
    """A program and a stranger write whenever anything happened."""
    plain, crowded = Desk(policy), Desk(policy)
    for deed in deeds:
        plain.does(deed)
        crowded.does(deed)
        for by in ("monitoring", "zoe"):
            crowded.does(Deed(0, by, "note", deed.n))
        assert list(crowded.runs()) == list(plain.runs())


@laws
@given(policies, deeds_of(VERBS.keys() - SOLVING, TEAM, most=4))
def test_the_law_would_see_what_the_team_does(policy: Policy, before: list[Deed]) -> None:
    desk = Desk(policy)
    for deed in before:
        desk.does(deed)
    met = done(desk)
    if desk.does(Deed(5, "lee", "note", 1)) and desk.ticket.is_active:
        assert {name for name, _, _ in done(desk) - met} >= {ClockName.UPDATE}
