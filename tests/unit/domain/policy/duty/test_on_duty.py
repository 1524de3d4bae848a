"""The last layer that is open decides; where none is, another person or team stands in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from escalate_cli.domain.policy.duty.on_duty import OnDuty, Span, changes_at, on_duty, span_at
from escalate_cli.domain.policy.people import Channel, People, Person, Team
from escalate_cli.domain.policy.sections.calendars import CalendarSpec, calendar_of
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from tests.conftest import DAY, HOUR, MINUTE, OFFICE, a_policy, after

NIGHTS = CalendarSpec(
    zone="America/New_York",
    hours=(("mon", (("18:00", "24:00"),)), ("sat", (("00:00", "24:00"),))),
)
WEEKS = Layer(
    zone="Europe/Berlin",
    starts=datetime(2026, 11, 23, 9),  # noqa: DTZ001 - a wall time
    every=Every(time=7 * DAY),
    turns=(("cy",), ("di",)),
    source="duty[1]",
)
LATER = replace(WEEKS, starts=datetime(2026, 12, 7, 9))  # noqa: DTZ001 - a wall time
COVER = Layer(
    zone="UTC", people=("bo", "eva"), from_at=after("2h"), until_at=after("4h"), source="duty[2]"
)
TEAM = Team(id="net", members=("cy", "di"), duty=(WEEKS,), fallback="lee")


def people_of(*teams: Team) -> People:
    persons = {name: Person(id=name, name=name) for name in ("bo", "cy", "di", "eva", "lee")}
    return a_policy(
        teams={team.id: team for team in teams},
        people=persons,
        calendars={"office": OFFICE, "nights": NIGHTS},
    ).people


def asked(at: str, *teams: Team) -> OnDuty:
    return on_duty(teams[0], people_of(*teams), after(at))


def until(at: str, *teams: Team) -> datetime | None:
    return changes_at(teams[0], people_of(*teams), after(at))


@pytest.mark.parametrize(
    ("at", "names", "layer", "ends"),
    [
        ("0m", ("cy",), "duty[1]", "2h"),
        ("2h", ("bo", "eva"), "duty[2]", "3h"),
        ("3h", ("di",), "duty[3]", "3h30m"),
        ("3h30m", ("bo", "eva"), "duty[2]", "4h"),
        ("4h", ("cy",), "duty[1]", "168h"),
    ],
    ids=["below", "an exception", "an exception to it", "which goes on", "below again"],
)
def test_the_last_open_layer_decides(
    at: str, names: tuple[str, ...], layer: str, ends: str
) -> None:
    short = Layer(
        zone="UTC", people=("di",), from_at=after("3h"), until_at=after("3h30m"), source="duty[3]"
    )
    team = replace(TEAM, duty=(WEEKS, COVER, short))
    assert asked(at, team) == OnDuty(people=names, team="net", layer=layer)
    assert until(at, team) == after(ends)


def test_a_layer_is_open_in_its_own_hours_else_in_those_of_the_team() -> None:
    day = replace(WEEKS, hours="office")
    always = Layer(zone="UTC", people=("eva",), hours="always")
    team = replace(TEAM, duty=(always, day))
    assert (asked("0m", team).people, until("0m", team)) == (("cy",), after("8h"))
    assert (asked("9h", team).people, until("9h", team)) == (("eva",), after("24h"))
    closed = replace(TEAM, hours="office")
    assert asked("9h", closed).note == "outside the hours of team net: lee stands in"
    assert until("9h", closed) == after("24h")


def test_a_layer_that_opens_after_its_end_opens_never() -> None:
    over = replace(COVER, hours="office", from_at=after("8h"), until_at=after("20h"))
    team = replace(TEAM, duty=(Layer(zone="UTC", people=("cy",)), over))
    assert (asked("9h", team).people, until("0m", team)) == (("cy",), None)


def test_before_the_first_turn_nobody_of_the_team_is_on_duty() -> None:
    team = replace(TEAM, duty=(LATER,))
    assert asked("0m", team).note == "nobody of team net is on call: lee stands in"
    assert until("0m", team) == after("336h")


def test_a_calendar_without_open_days_has_no_turns() -> None:
    once = CalendarSpec(zone="UTC", hours=(), dates=(("2026-11-20", (("09:00", "10:00"),)),))
    days = replace(WEEKS, every=Every(open_days=1), calendar="once")
    team = replace(TEAM, duty=(days,))
    people = a_policy(teams={"net": team}, calendars={"once": once}).people
    assert on_duty(team, people, after("0m")).people == ("lee",)
    assert changes_at(team, people, after("0m")) is None


def test_a_note_of_a_layer_says_why_it_decides() -> None:
    team = replace(TEAM, duty=(WEEKS, replace(COVER, note="di is ill")))
    assert asked("2h", team).note == "di is ill"


SUN = [
    Team(id="emea", members=("cy",), hours="office", fallback="amer"),
    Team(id="amer", members=("eva", "bo"), hours="nights", fallback="apac"),
    Team(id="apac", members=("lee",), duty=(replace(COVER, people=("lee",)),), fallback="emea"),
]


def test_teams_that_stand_in_for_one_another_end_where_the_ring_closes() -> None:
    found = asked("10h", *SUN)
    assert found == OnDuty(
        team="emea",
        note="outside the hours of team emea: team amer stands in;"
        " outside the hours of team amer: team apac stands in;"
        " nobody of team apac is on call, and nobody stands in",
    )
    assert until("10h", *SUN) == after("15h")


def test_a_team_that_stands_in_answers_by_its_own_hours() -> None:
    assert asked("15h", *SUN) == OnDuty(
        people=("eva", "bo"),
        team="amer",
        layer="members",
        note="outside the hours of team emea: team amer stands in",
    )
    assert until("15h", *SUN) == after("21h")


def test_a_person_who_is_called_like_a_team_stands_in_as_a_person() -> None:
    team = replace(TEAM, duty=(LATER,), fallback="eva")
    assert asked("0m", team, Team(id="eva", members=("bo",))).people == ("eva",)


instants = st.integers(-40, 400).map(lambda hours: after("0m") + hours * HOUR)
crews = st.lists(st.sampled_from(["bo", "cy", "di", "eva"]), min_size=1, max_size=2).map(tuple)
open_in = st.sampled_from([None, "office", "nights"])
zones = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
lengths = st.sampled_from(
    [
        Every(time=12 * HOUR),
        Every(time=DAY),
        Every(open_days=1),
        Every(time=7 * DAY),
        Every(months=1),
    ]
)
in_turns = st.builds(
    Layer,
    zone=zones,
    turns=st.lists(crews, min_size=1, max_size=3).map(tuple),
    every=lengths,
    starts=st.sampled_from([datetime(2026, 10, 31, 9), datetime(2026, 11, 28, 22)]),  # noqa: DTZ001 - wall times
    calendar=st.just("office"),
    hours=open_in,
)
plain = st.builds(
    Layer,
    zone=zones,
    people=crews,
    hours=open_in,
    from_at=st.none() | instants,
    until_at=st.none() | instants,
)
plans = st.lists(in_turns | plain, max_size=4).map(tuple)
teams = st.builds(
    Team,
    id=st.just("net"),
    members=st.sampled_from([(), ("cy",), ("cy", "di")]),
    hours=open_in,
    fallback=st.sampled_from([None, "lee", "other", "net"]),
    duty=plans,
)


@given(teams, teams.map(lambda team: replace(team, id="other")), instants)
def test_an_answer_holds_until_it_says_that_it_may_change(
    team: Team, other: Team, at: datetime
) -> None:
    people = people_of(team, other)
    for _ in range(20):
        answer, change = on_duty(team, people, at), changes_at(team, people, at)
        assert change is None or change > at
        end = change or at + 60 * DAY
        steps = [at + (end - at) * part / 7 for part in range(7)]
        for moment in (*steps, max(at, end - MINUTE)):
            assert on_duty(team, people, moment).people == answer.people
        if change is None:
            return
        at = change


@given(plain | in_turns, plain | in_turns, st.integers(0, 60 * 24))
def test_an_answer_is_that_of_the_last_layer_that_is_open(
    lower: Layer, upper: Layer, hours: int
) -> None:
    at = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=hours)
    team = replace(TEAM, duty=(lower, upper))
    both = on_duty(team, people_of(team), at)
    alone = [
        on_duty(each, people_of(each), at)
        for each in (replace(team, duty=(layer,)) for layer in (lower, upper))
    ]
    expected = alone[0] if alone[1].layer == "fallback" else alone[1]
    assert both.people == expected.people


def test_the_calendars_of_the_cases_are_what_they_seem() -> None:
    assert calendar_of(NIGHTS).is_open(after("15h"))
    assert not calendar_of(NIGHTS).is_open(after("10h"))


def turn(at: str, *layers: Layer) -> tuple[tuple[str, ...], Span | None]:
    team = replace(TEAM, duty=layers)
    return span_at(team, people_of(team), after(at))


def span(since: str, until: str) -> Span:
    return after(since), after(until)


def swap(since: str, until: str, *pair: str, source: str = "change 7") -> Layer:
    one, other = pair or ("cy", "di")
    plain = Layer(zone="UTC", swapped=(one, other), source=source)
    return replace(plain, from_at=after(since), until_at=after(until))


@pytest.mark.parametrize(
    ("at", "layers", "names", "within"),
    [
        ("1h", (WEEKS,), ("cy",), ("0m", "168h")),
        ("168h", (WEEKS,), ("di",), ("168h", "336h")),
        ("3h", (WEEKS, COVER), ("bo", "eva"), ("2h", "4h")),
        ("5h", (WEEKS, COVER), ("cy",), ("0m", "168h")),
        (
            "30h",
            (replace(WEEKS, from_at=after("24h"), until_at=after("48h")),),
            ("cy",),
            ("24h", "48h"),
        ),
        ("1h", (replace(WEEKS, until_at=after("400h")),), ("cy",), ("0m", "168h")),
        ("200h", (replace(WEEKS, from_at=after("1h")),), ("di",), ("168h", "336h")),
        ("3h", (replace(COVER, from_at=None),), ("bo", "eva"), None),
        ("3h", (replace(COVER, until_at=None),), ("bo", "eva"), None),
        ("0m", (LATER,), (), None),
    ],
    ids=[
        *("a turn", "the next one", "an exception", "beside it", "cut on both sides"),
        *("longer dates", "earlier dates", "without a begin", "without an end", "nobody"),
    ],
)
def test_a_turn_has_its_people_and_its_ends(
    at: str, layers: tuple[Layer, ...], names: tuple[str, ...], within: tuple[str, str] | None
) -> None:
    assert turn(at, *layers) == (names, span(*within) if within else None)


def test_a_swap_begins_and_ends_turns() -> None:
    day = swap("24h", "48h")
    assert turn("10h", WEEKS, day) == (("cy",), span("0m", "24h"))
    assert turn("24h", WEEKS, day) == (("di",), span("24h", "48h"))
    assert turn("48h", WEEKS, day) == (("cy",), span("48h", "168h"))
    assert turn("10h", WEEKS, COVER, swap("160h", "200h")) == (("cy",), span("0m", "160h"))
    assert turn("30h", Layer(zone="UTC", people=("cy",)), day) == (("di",), None)


def test_swaps_that_follow_each_other_make_one_turn() -> None:
    days = (swap("24h", "36h"), swap("36h", "48h"), swap("60h", "72h", "bo", "eva"))
    assert turn("30h", WEEKS, *days) == turn("40h", WEEKS, *days) == (("di",), span("24h", "48h"))
    assert turn("64h", WEEKS, *days) == (("cy",), span("48h", "168h"))


def test_a_layer_is_named_by_the_last_swap_unless_that_gave_all_back() -> None:
    first, back = swap("0m", "48h"), swap("24h", "48h", source="change 8")
    team = replace(TEAM, duty=(WEEKS, replace(first, note="a visit")))
    assert asked("1h", team) == OnDuty(people=("di",), team="net", layer="change 7", note="a visit")
    twice = replace(TEAM, duty=(WEEKS, first, back))
    assert (asked("1h", twice).layer, asked("30h", twice).layer) == ("change 7", "duty[1]")
    assert asked("30h", twice).people == ("cy",)
    others = replace(TEAM, duty=(WEEKS, swap("0m", "48h", "bo", "eva")))
    assert asked("1h", others) == OnDuty(people=("cy",), team="net", layer="duty[1]")


def test_where_nothing_reaches_anybody_the_first_who_were_named_are_on_duty() -> None:
    other = Team(id="other", members=("bo",), fallback="lee")
    team = Team(id="net", members=("cy",), fallback="other")
    mail = {"mail": Channel(id="mail", kind="file", value=("log",))}
    people = replace(people_of(team, other), channels=mail)
    found = on_duty(team, people, after("0m"))
    assert (found.people, found.team) == (("cy",), "net")
    assert found.note == (
        "no contact reaches cy: team other stands in; no contact reaches bo, and no contact"
        " reaches lee"
    )
