"""The first policy of a team: written from a few answers, with its tests."""

import json
from typing import Final

import msgspec

from escalate_cli.paths import SCHEMA_FILE

FILE: Final = "messages.jsonl"
"""Where the messages of the channel `file` go, in the store."""

_CHANNELS: Final = {
    "file": f"file: {{file: {FILE}}}",
    "mail": 'mail: {apprise: "env:SMTP_URL"}',
    "none": "",
}
WAYS: Final = tuple(_CHANNELS)
"""Where messages may go."""


class TeamAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """What a team says of itself at its beginning.

    Attributes:
        people: each person's name and address, which may be empty.
        first: who takes new tickets.
        deeper: who takes what they hand on.
        lead: who is told of what is late.
        answer: how soon somebody must take the most urgent ticket, as a duration is typed.
        solve: how soon that must be solved.
        days: the days of work, such as `mon-fri`.
        hours: the hours of work on each of them, such as `09:00-17:00`.
        zone: the time zone of the hours.
        messages: where messages go: `file`, `mail` or `none`.
    """

    people: dict[str, str]
    first: tuple[str, ...]
    deeper: tuple[str, ...]
    lead: str
    answer: str = "15m"
    solve: str = "4h"
    days: str = "mon-fri"
    hours: str = "09:00-17:00"
    zone: str = "UTC"
    messages: str = "file"


def policy_text(team: TeamAnswers) -> str:
    """Write the policy of a team: what was answered, and what most teams begin with."""
    people = "\n".join(f"  {_quoted(name)}: {{{_contact(team, name)}}}" for name in team.people)
    return f"""\
# yaml-language-server: $schema={SCHEMA_FILE}
# Begun by `escalate init`. What else there is: docs/policy.md explains every key.
version: 1
name: Our team
timezone: {_quoted(team.zone)}
calendars: {{office: {{{_quoted(team.days)}: {_quoted(team.hours)}}}}}
priorities: [P1, P2, P3]           # the most urgent first
default_priority: P2
channels: {{{_CHANNELS[team.messages]}}}
people:
{people}
teams:
  firstline: {{members: {_listed(team.first)}}}
  specialists: {{members: {_listed(team.deeper)}}}
ladders:
  functional:                      # hands the ticket over
    - {{level: L1, team: firstline}}
    - {{level: L2, team: specialists}}
  management:                      # brings in authority
    - {{level: lead, person: {_quoted(team.lead)}}}
targets:                           # for each clock, the first row that matches
  - when: {{priority: P1}}
    calendar: always
    acknowledge: {team.answer}
    resolve: {team.solve}
  - {{when: {{priority: P2}}, calendar: office, acknowledge: 4h, resolve: 2bd}}
  - {{calendar: office, acknowledge: 1bd, resolve: 5bd}}
triggers:
  - {{type: severity, name: new-ticket, when: {{level: L1}}, notify: L1}}
  - {{type: vip, name: vip, notify: [team, lead]}}
  - {{type: clock, name: nobody-took-it, clock: acknowledge, at: 100%, notify: [team, lead]}}
  - {{type: clock, name: warning, clock: resolve, at: 75%, notify: owner}}
  - {{type: clock, name: late, clock: resolve, at: 100%, escalate: next, notify: lead}}
wait: {{reason: required, longest: 10d}}
close_after: 3d
review: {{required_for: {{priority: P1}}, within: 7d}}
"""


def tests_text(team: TeamAnswers) -> str:
    """Write the tests of that policy; `escalate policy test` runs them."""
    taker = _quoted(team.first[0])
    return f"""\
# What the policy is meant to do; escalate policy test runs it.
tests:
  - name: the most urgent ticket is told, and again while nobody takes it
    at: 2026-11-23 10:00
    ticket: {{title: Mail is down, priority: P1}}
    steps:
      - expect: {{level: L1, status: open, fired: new-ticket}}
      - {{after: {team.answer}, expect: {{fired: nobody-took-it}}}}

  - name: the most urgent ticket goes to the next level when it is late
    at: 2026-11-23 10:00
    ticket: {{title: Mail is down, priority: P1}}
    steps:
      - {{do: acknowledge, by: {taker}, take: true}}
      - {{after: {team.solve}, expect: {{level: L2, status: open}}}}

  - name: a VIP is told of besides
    at: 2026-11-23 10:00
    ticket: {{title: Mail is slow, vip: true}}
    steps:
      - expect: {{fired: [new-ticket, vip]}}
"""


def _contact(team: TeamAnswers, name: str) -> str:
    if team.messages == "none":
        return ""
    return f"contact: [{_quoted(f'{team.messages}:{team.people[name] or name}')}]"


def _listed(names: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, names))}]"


def _quoted(text: str) -> str:
    """Write a text so that YAML reads no other one."""
    return json.dumps(text, ensure_ascii=False)
