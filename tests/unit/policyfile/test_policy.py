"""What the file says is what the policy holds."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from msgspec.structs import replace

from escalate_cli.domain.engine import triggers
from escalate_cli.domain.engine.triggers.stalled import Stalled
from escalate_cli.domain.policy.duty.on_duty import changes_at, on_duty
from escalate_cli.domain.policy.people import Channel, Quiet, Subscription
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Approval, Level
from escalate_cli.domain.policy.sections.calendars import ALWAYS
from escalate_cli.domain.policy.sections.clock_name import PAUSED_BY_DEFAULT
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.duty_layer import Every, Layer
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.policy.sections.ticket_outcome import OUTCOMES, TicketOutcome
from escalate_cli.domain.ticket.clock.threshold import Threshold
from escalate_cli.errors import EscalateError
from escalate_cli.policyfile.loading import load
from escalate_cli.policyfile.samples import sample_names, sample_policy
from tests.unit.policyfile.files import TODAY, policy_of, problems_of

HOUR = timedelta(hours=1)
ROTA = """
teams:
  frontline: {members: [ana], hours: office, fallback: lee, skills: mail}
  network:
    members: [cy, di]
    on_call:
      every: 1w
      starts: 2026-01-05 09:00
      timezone: Europe/Berlin
      order: [cy, di]
      overrides: [{from: 2026-12-24, until: 2026-12-27 12:00, person: ana}]
"""


def _when(*conditions: tuple[str, str]) -> When:
    return When(tuple(Condition(field=field, values=(value,)) for field, value in conditions))


def test_what_is_left_out_has_its_default() -> None:
    policy = policy_of("")
    assert (policy.rules.name, policy.people.timezone, policy.rules.catch_up) == (
        "policy",
        "UTC",
        "highest",
    )
    assert (policy.rules.at_risk, policy.rules.retain, policy.rules.close_after) == (
        0.75,
        timedelta(days=30),
        None,
    )
    assert policy.rules.pauses == PAUSED_BY_DEFAULT
    assert (policy.rules.review, policy.rules.handoff_requires, policy.people.subscriptions) == (
        None,
        (),
        (),
    )


def test_plain_settings_are_taken_over() -> None:
    policy = policy_of(
        "name: 24/7\ntimezone: Asia/Tokyo\npauses: [resolve, level]\nat_risk: 80%\n"
        "catch_up: climb\nclose_after: 3d\nretain: PT2H\nhandoff: {required: tried}"
    )
    assert (policy.rules.name, policy.people.timezone) == ("24/7", "Asia/Tokyo")
    assert (policy.rules.pauses, policy.rules.at_risk) == (("resolve", "level"), 0.8)
    assert (policy.rules.catch_up, policy.rules.handoff_requires) == ("climb", ("tried",))
    assert (policy.rules.close_after, policy.rules.retain) == (
        Delay(timedelta(days=3)),
        timedelta(hours=2),
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("PT2H", Delay(2 * HOUR)),
        ("{after: 2d}", Delay(48 * HOUR)),
        ("{after: 2bd, calendar: office}", Delay(16 * HOUR, "office")),
        ("{after: 2bd, calendar: always}", Delay(48 * HOUR)),
    ],
)
def test_tickets_close_after_real_or_business_time(written: str, meant: Delay) -> None:
    assert policy_of(f"close_after: {written}").rules.close_after == meant


def test_a_trigger_with_a_calendar_counts_its_business_days() -> None:
    rule = policy_of(
        "triggers: [{type: stalled, name: a, after: 3bd, calendar: office, notify: owner}]"
    ).rules.triggers[0]
    assert triggers.build(rule.type, rule.settings) == Stalled(after=24 * HOUR, calendar="office")


def test_a_policy_can_say_that_nothing_pauses_a_clock() -> None:
    assert policy_of("pauses: []").rules.pauses == ()


@pytest.mark.parametrize(
    ("days", "open_on"),
    [
        ("mon-fri", "mon tue wed thu fri"),
        ("sat", "sat"),
        ('"mon, wed-thu"', "mon wed thu"),
        ("fri-mon", "mon fri sat sun"),
    ],
    ids=["a range", "a day", "a list", "over the weekend"],
)
def test_a_key_may_name_several_days(days: str, open_on: str) -> None:
    policy = policy_of(f"calendars: {{office: {{{days}: [9:00 - 12:30, 13:30-24:00]}}}}")
    hours = (("09:00", "12:30"), ("13:30", "24:00"))
    assert policy.rules.calendars["office"].hours == tuple((day, hours) for day in open_on.split())


def test_a_calendar_has_a_zone_of_its_own_or_that_of_the_file() -> None:
    policy = policy_of(
        "timezone: Europe/Berlin\ncalendars:\n  office: {mon: 09:00-17:00}\n"
        "  tokyo: {mon: 09:00-17:00, timezone: Asia/Tokyo, holidays: [2027-06-01, 2027-01-01]}"
    )
    assert policy.rules.calendars["office"].zone == "Europe/Berlin"
    assert policy.rules.calendars["tokyo"].zone == "Asia/Tokyo"
    assert policy.rules.calendars["tokyo"].holidays == (date(2027, 1, 1), date(2027, 6, 1))


def test_a_day_may_be_closed() -> None:
    policy = policy_of("calendars: {office: {mon: 09:00-17:00, tue: []}}")
    assert [day for day, _ in policy.rules.calendars["office"].hours] == ["mon"]


def test_business_days_are_those_of_the_calendar_in_the_row() -> None:
    policy = policy_of(
        'calendars: {office: {mon-fri: 09:00-17:00}, short: {mon-fri: "10:00-12:00"}}\n'
        "targets:\n"
        "  - {when: {priority: P1}, calendar: short, resolve: 2bd}\n"
        "  - {when: {priority: P2}, calendar: always, resolve: 2bd}\n"
        "  - {calendar: office, resolve: 1bd1h, level: 30m}"
    )
    assert [rule.within["resolve"] for rule in policy.rules.targets] == [
        4 * HOUR,
        48 * HOUR,
        9 * HOUR,
    ]
    assert [rule.calendar for rule in policy.rules.targets] == ["short", ALWAYS, "office"]
    assert dict(policy.rules.targets[2].within) == {"resolve": 9 * HOUR, "level": HOUR / 2}


def test_a_target_without_calendar_counts_always() -> None:
    assert policy_of("targets: [{update: 1h}]").rules.targets[0].calendar == ALWAYS


def test_conditions_keep_their_values_and_not_negates_each() -> None:
    policy = policy_of(
        "targets: [{resolve: 1h, when: {priority: [P1, P2], vip: true, tags: 12,"
        " not: {level: L1, customer: [acme, zeta]}}}]"
    )
    assert policy.rules.targets[0].when.conditions == (
        Condition(field="priority", values=("P1", "P2")),
        Condition(field="vip", values=("true",)),
        Condition(field="tags", values=("12",)),
        Condition(field="level", values=("L1",), negated=True),
        Condition(field="customer", values=("acme", "zeta"), negated=True),
    )


def test_levels_know_their_ladder_and_rank() -> None:
    policy = policy_of("")
    assert policy.rules.functional[1] == Level(
        id="L2", name="L2", ladder="functional", rank=1, team="network"
    )
    assert [level.rank for level in policy.rules.management] == [0, 1]


def test_levels_need_nobody_where_nobody_is_named() -> None:
    policy = policy_of("people: {}\nteams: {}\nladders: {functional: [{level: L1}, {level: L2}]}")
    assert [level.team for level in policy.rules.functional] == [None, None]
    assert policy.rules.management == ()


@pytest.mark.parametrize(
    ("written", "approval"),
    [
        ("{by: lead}", Approval(by="lead")),
        (
            "{by: lead, auto_after: 30m, unless: {priority: P1, people: [bo]}}",
            Approval(
                by="lead", unless=_when(("priority", "P1")), people=("bo",), auto_after=HOUR / 2
            ),
        ),
        ("{by: lead, unless: {people: bo}}", Approval(by="lead", people=("bo",))),
        ("{by: lead, unless: {}}", Approval(by="lead", unless=When())),
    ],
    ids=["always", "some tickets and people", "people alone", "never"],
)
def test_an_approval_spares_tickets_and_people(written: str, approval: Approval) -> None:
    policy = policy_of(
        f"ladders: {{functional: [{{level: L1, team: frontline, approval: {written}}}],"
        " management: [{level: lead, person: lee}]}"
    )
    assert policy.rules.functional[0].approval == approval


def test_a_team_has_hours_skills_and_a_stand_in() -> None:
    team = policy_of(ROTA).people.teams["frontline"]
    assert (team.members, team.hours, team.fallback) == (("ana",), "office", "lee")
    assert team.skills == ("mail",)


def test_turns_keep_local_times_and_dates_are_instants() -> None:
    assert policy_of(ROTA).people.teams["network"].duty == (
        Layer(
            zone="Europe/Berlin",
            people=("cy",),
            until_at=datetime(2026, 1, 5, 8, tzinfo=UTC),
            source="members",
            note="nobody of team network is on call: cy is next",
        ),
        Layer(
            zone="Europe/Berlin",
            every=Every(time=timedelta(weeks=1)),
            starts=datetime(2026, 1, 5, 9),  # noqa: DTZ001 - a wall time
            turns=(("cy",), ("di",)),
            source="on_call",
        ),
        Layer(
            zone="Europe/Berlin",
            people=("ana",),
            from_at=datetime(2026, 12, 23, 23, tzinfo=UTC),
            until_at=datetime(2026, 12, 27, 11, tzinfo=UTC),
            source="on_call.overrides[1]",
        ),
    )


WORDY = """
teams:
  frontline: {members: [ana], hours: office, fallback: network}
  network:
    members: [cy, di]
    hours: office
    fallback: lee
    %s
"""
TURNS = "every: %s, starts: 2026-01-31 09:00, timezone: America/Chicago, calendar: office"
SHORT = "on_call: {order: [cy, [di, ana]], overrides: [%s], " + TURNS + "}"
LONG = "duty: [{turns: [cy, [di, ana]], " + TURNS + "}, %s]"
OVERRIDES = (
    "{from: 2026-03-02, until: 2026-03-12, %s, timezone: America/Chicago},"
    " {from: 2026-03-04 12:00, until: 2026-03-05 12:00, %s, timezone: America/Chicago}"
)


@pytest.mark.parametrize("every", ["12h", "1d", "1bd", "1w", "2w", "1mo"])
def test_both_spellings_of_a_duty_plan_give_the_same_answers(every: str) -> None:
    zoned = OVERRIDES % ("people: [bo]", "people: [max, lee]")
    plain = OVERRIDES % ("person: bo", "person: [max, lee]")
    local = plain.replace(", timezone: America/Chicago", "")
    short = policy_of(WORDY % (SHORT % (local, every))).people
    wordy = policy_of(WORDY % (LONG % (every, zoned))).people
    layers = [
        [replace(layer, source="") for layer in people.teams["network"].duty]
        for people in (short, wordy)
    ]
    assert layers[0][1:] == layers[1]
    at = datetime(2026, 1, 31, 15, tzinfo=UTC)
    for _ in range(300):
        found = [on_duty(p.teams["frontline"], p, at) for p in (short, wordy)]
        assert found[0].people == found[1].people != ()
        changes = [changes_at(p.teams["frontline"], p, at) for p in (short, wordy)]
        assert changes[0] == changes[1]
        at += timedelta(hours=5)


@pytest.mark.parametrize("every", ["1M", "1month", "weekly", "1w2bd"])
def test_what_is_no_length_of_a_turn_is_told_with_what_is(every: str) -> None:
    with pytest.raises(EscalateError, match=f"'{every}' is no length of a turn"):
        policy_of(WORDY % (SHORT % ("", every)))


def test_a_person_has_logins_contacts_skills_and_quiet_hours() -> None:
    policy = policy_of(
        "people: {cy: {}, di: {}, lee: {}, max: {}, ana: {name: Ana Ruiz, logins: aruiz,"
        ' contact: ["mail:ana@example.org"], skills: [mail, dns],'
        " quiet: {outside: office, unless: {priority: P1}}}}"
    )
    ana = policy.people.people["ana"]
    assert (ana.name, ana.logins, ana.skills) == ("Ana Ruiz", ("aruiz",), ("mail", "dns"))
    assert ana.contact == ("mail:ana@example.org",)
    assert ana.quiet == Quiet(outside="office", unless=_when(("priority", "P1")))
    assert policy.people.people["cy"].name == "cy"
    assert policy.people.person_of("aruiz") == ana


def test_without_channels_any_contact_will_do() -> None:
    written = "channels: {}\npeople: {ana: {contact: 'x:y'}, cy: {}, di: {}, lee: {}, max: {}}"
    with pytest.raises(Exception, match="unknown channel 'x'"):
        policy_of(written)


@pytest.mark.parametrize(
    ("written", "channel"),
    [
        ('{apprise: "env:SMTP_URL"}', Channel(id="x", kind="apprise", value=("env:SMTP_URL",))),
        (
            "{apprise: secret:/run/mail}",
            Channel(id="x", kind="apprise", value=("secret:/run/mail",)),
        ),
        (
            '{command: [page, "$address", "5 $$"]}',
            Channel(id="x", kind="command", value=("page", "$address", "5 $$")),
        ),
        ("{command: page}", Channel(id="x", kind="command", value=("page",))),
        ("{file: /var/log/x}", Channel(id="x", kind="file", value=("/var/log/x",))),
        ("{console: true}", Channel(id="x", kind="console")),
    ],
)
def test_a_channel_is_of_one_kind(written: str, channel: Channel) -> None:
    assert policy_of(f"channels: {{x: {written}}}").people.channels["x"] == channel


def test_a_trigger_keeps_its_settings_as_json() -> None:
    rule = policy_of(
        "triggers: [{type: clock, name: late, when: {priority: P1}, clock: resolve, at: due-30m,"
        " escalate: next, notify: [owner, lead, ana], set_priority: P1, message: late-note,"
        " repeat: {every: 15m, times: 3}}]\nmessages: {late-note: $id is late}"
    ).rules.triggers[0]
    built = triggers.build(rule.type, rule.settings)
    assert msgspec.structs.asdict(built) == {  # type: ignore[arg-type]
        "clock": "resolve",
        "at": Threshold(before_due=HOUR / 2),
    }
    assert (rule.escalate, rule.set_priority, rule.message) == ("next", "P1", "late-note")
    assert rule.notify == ("owner", "lead", "ana")
    assert rule.repeat == Repeat(every=HOUR / 4, times=3)
    assert rule.when == _when(("priority", "P1"))


def test_a_setting_that_is_left_out_has_the_default_of_its_trigger() -> None:
    rule = policy_of(
        "triggers: [{type: complaints, name: a, within: 1w, notify: owner}]"
    ).rules.triggers[0]
    built = triggers.build(rule.type, rule.settings)
    assert msgspec.structs.asdict(built) == {  # type: ignore[arg-type]
        "count": 3,
        "within": timedelta(weeks=1),
        "by": "ticket",
    }


def test_reviews_and_subscriptions_are_taken_over() -> None:
    policy = policy_of(
        "review: {required_for: {priority: P1}, within: 5bd, calendar: office}\n"
        'subscribe: [{when: {customer: acme}, people: [max, "mail:board@example.org"]}]\n'
        "customers: {acme: {vip: true}, Zeta Ltd.: {}}"
    )
    assert policy.rules.review == Review(
        required_for=_when(("priority", "P1")), within=40 * HOUR, calendar="office"
    )
    assert policy.people.subscriptions == (
        Subscription(when=_when(("customer", "acme")), people=("max", "mail:board@example.org")),
    )
    assert [customer.vip for customer in policy.people.customers.values()] == [True, False]


def test_outcomes_of_its_own_stand_in_place_of_those_built_in() -> None:
    own = policy_of("outcomes: {solved: {}, spam: {counts: false}}").rules.outcomes
    assert own == {"solved": TicketOutcome(), "spam": TicketOutcome(counts=False)}
    assert policy_of("outcomes: {}").rules.outcomes == OUTCOMES


def test_what_an_outcome_says_is_checked() -> None:
    [problem] = problems_of("outcomes: {spam: {cuonts: false}}")
    assert "unknown key 'cuonts'" in problem.message


@pytest.mark.parametrize("name", sample_names())
def test_a_policy_survives_being_kept(name: str) -> None:
    policy = load(sample_policy(name).encode(), name, TODAY)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(policy), type=Policy) == policy
