"""Channels of a policy: their kinds, the events they ask for, and when they keep quiet."""

import pytest

from escalate_cli.domain.policy.people import Channel, Quiet
from escalate_cli.policyfile.sections.channels import EVENTS, kinds
from tests.unit.policyfile.files import policy_of, problems_of


def _messages(snippet: str) -> list[str]:
    return [problem.message for problem in problems_of(snippet) if problem.severity == "error"]


def test_every_file_of_the_folder_is_a_kind() -> None:
    assert kinds() == ("apprise", "command", "console", "file")


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ('{apprise: "env:SMTP_URL"}', "apprise", ("env:SMTP_URL",)),
        ('{apprise: "secret-command: pass smtp"}', "apprise", ("secret-command: pass smtp",)),
        ('{command: [/usr/bin/page, "$address"]}', "command", ("/usr/bin/page", "$address")),
        ("{file: /var/log/escalate.log}", "file", ("/var/log/escalate.log",)),
        ("{console: true}", "console", ()),
    ],
)
def test_a_channel_is_of_one_kind(written: str, kind: str, value: tuple[str, ...]) -> None:
    found = policy_of(f"channels: {{way: {written}}}").people.channels["way"]
    assert found == Channel(id="way", kind=kind, value=value)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{}", "channel 'way' has 0 kinds, not one"),
        ("{file: a, console: true}", "channel 'way' has 2 kinds, not one"),
        ("{pigeon: a}", "unknown key 'pigeon'"),
        ("{file: [a, b]}", "'file' takes one value"),
        ("{file: $x}", "unknown field '$x'"),
        ("{apprise: 'secret-command:'}", "no program is named"),
        (
            '{apprise: "secret-command: pass \'x"}',
            "'secret-command: pass 'x': no closing quotation",
        ),
        ("{console: false}", "a console that is none"),
        ('{command: ["$address"]}', "the program itself may not be a field"),
        ("{file: a, subscribe: [birthday]}", "'birthday' is none of ticket_logged"),
        ("{file: a, subscribe: [message_sent]}", "'message_sent' is none of ticket_logged"),
        ("{file: a, subscribe: [rules_changed]}", "'rules_changed' is none of ticket_logged"),
        ("{file: log-$address, subscribe: [note_added]}", "events have no address"),
    ],
)
def test_a_mistake_is_named(written: str, said: str) -> None:
    assert any(message.startswith(said) for message in _messages(f"channels: {{way: {written}}}"))


def test_a_channel_may_ask_for_any_event_but_what_it_was_sent() -> None:
    listed = ", ".join(EVENTS)
    found = policy_of(f"channels: {{way: {{file: a, subscribe: [{listed}]}}}}")
    assert found.people.channels["way"].subscribe == EVENTS
    assert "message_sent" not in EVENTS


def test_an_address_that_may_hold_a_secret_is_a_warning() -> None:
    found = problems_of(
        'channels: {web: {apprise: "json://user:pass@host", subscribe: [note_added]}}'
    )
    assert [(problem.severity, problem.line) for problem in found] == [("warning", 1)]


@pytest.mark.parametrize("name", ["tickets.json", "./policy.yaml", "lock", "archive/0001.json"])
def test_a_file_of_the_store_is_a_warning(name: str) -> None:
    found = problems_of(f"channels: {{way: {{file: {name}, subscribe: [note_added]}}}}")
    said = [(each.message, each.help) for each in found if each.severity == "warning"]
    assert said == [(f"'{name}' belongs to the store", "name another file")]


def test_quiet_hours_are_those_of_the_person_or_else_of_a_team() -> None:
    policy = policy_of(
        'calendars: {office: {mon-fri: "09:00-17:00"}, day: {mon-sun: "08:00-20:00"}}\n'
        "people: {ana: {quiet: {outside: day}}, cy: {}, di: {}, lee: {}, max: {}}\n"
        "teams: {frontline: {members: [ana, lee], quiet: {outside: office}},"
        " network: {members: [cy]}}"
    )
    quiet = {
        name: policy.people.quiet_of(policy.people.people[name]) for name in ("ana", "lee", "cy")
    }
    assert quiet == {"ana": Quiet(outside="day"), "lee": Quiet(outside="office"), "cy": None}


def test_a_customer_may_have_a_contact() -> None:
    policy = policy_of('customers: {acme: {contact: "mail:ops@acme.example"}}')
    assert policy.people.customers["acme"].contact == ("mail:ops@acme.example",)
