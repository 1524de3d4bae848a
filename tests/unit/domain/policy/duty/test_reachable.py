"""Whom no contact reaches is passed over, as far as there are channels."""

import pytest
from msgspec.structs import replace

from escalate_cli.domain.policy.duty.on_duty import OnDuty, on_duty
from escalate_cli.domain.policy.people import Channel, People, Person, Team
from escalate_cli.domain.policy.sections.duty_layer import Layer
from tests.conftest import MONDAY_NINE, a_policy

MAIL = {"mail": Channel(id="mail", kind="file", value=("out",))}
TEAM = Team(id="net", members=("ana", "bo", "cy"), fallback="lee")
LONE = Team(id="lone", members=("bo",), fallback="net")


def people_of(
    *reached: str, channels: dict[str, Channel] | None = None, teams: tuple[Team, ...] = (TEAM,)
) -> People:
    persons = {
        name: Person(
            id=name, name=name, contact=(f"mail:{name}",) if name in reached else (f"fax:{name}",)
        )
        for name in ("ana", "bo", "cy", "lee")
    }
    return a_policy(
        people=persons,
        channels=MAIL if channels is None else channels,
        teams={each.id: each for each in teams},
    ).people


def duty(team: Team, people: People) -> OnDuty:
    return on_duty(team, people, MONDAY_NINE)


@pytest.mark.parametrize(
    ("reached", "crew", "note"),
    [
        ("ana bo cy", "ana bo cy", ""),
        ("ana cy", "ana cy", "no contact reaches bo"),
        (
            "lee",
            "lee",
            "no contact reaches ana; no contact reaches bo; no contact reaches cy: lee stands in",
        ),
        (
            "",
            "ana bo cy",
            (
                "no contact reaches ana; no contact reaches bo; no contact reaches cy,"
                " and no contact reaches lee"
            ),
        ),
    ],
    ids=["all", "all but one", "who stands in", "nobody"],
)
def test_whom_nothing_reaches_is_passed_over_and_named(reached: str, crew: str, note: str) -> None:
    found = duty(TEAM, people_of(*reached.split()))
    assert (" ".join(found.people), found.note) == (crew, note)


def test_without_channels_people_look_for_themselves() -> None:
    assert duty(TEAM, people_of(channels={})).people == TEAM.members


@pytest.mark.parametrize(("reached", "next_one"), [("cy lee", "cy"), ("ana lee", "ana")])
def test_the_next_member_takes_the_turn_of_one_whom_nothing_reaches(
    reached: str, next_one: str
) -> None:
    planned = replace(TEAM, duty=(Layer(zone="UTC", people=("bo",), source="duty[1]"),))
    found = duty(planned, people_of(*reached.split(), teams=(planned,)))
    assert (found.people, found.layer) == ((next_one,), "duty[1]")
    assert found.note == f"no contact reaches bo; {next_one} is the next member"


def test_who_is_no_member_and_not_reached_is_followed_by_the_first_member() -> None:
    planned = replace(TEAM, duty=(Layer(zone="UTC", people=("lee",), source="duty[1]"),))
    assert duty(planned, people_of("ana", "cy", teams=(planned,))).people == ("ana",)


def test_where_nobody_of_a_team_is_reached_the_team_that_stands_in_is_asked() -> None:
    found = duty(LONE, people_of("cy", teams=(TEAM, LONE)))
    assert (found.people, found.team) == (("cy",), "net")
    assert found.note == (
        "no contact reaches bo: team net stands in; no contact reaches ana; no contact reaches bo"
    )


def test_whom_the_policy_does_not_name_is_no_matter_of_contacts() -> None:
    stranger = Team(id="net", members=("zoe",))
    assert duty(stranger, people_of(teams=(stranger,))) == OnDuty(
        people=("zoe",), team="net", layer="members"
    )
