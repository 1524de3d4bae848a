"""Expectations of a policy test, checked against the names of the policy."""

from collections.abc import Iterator
from datetime import datetime

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import Rules
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.domain.time.instant_parsing import parse_instant
from escalate_cli.strict_yaml.diagnostics import Convert, Diagnostics
from escalate_cli.strict_yaml.mapping_reader import Section
from escalate_cli.strict_yaml.name_resolution import name_of, one_of
from escalate_cli.strict_yaml.scalars import text
from escalate_cli.strict_yaml.syntax_tree import Node
from escalate_cli.usecases.policy.policy_test_observation import ON_DUTY, REVIEW
from escalate_cli.usecases.policy.policy_tests import Expected, FileLocation, Value

NONE = "none"
"""What a key expects where there must be nothing."""

TABLES = ("due", ON_DUTY)
"""What is expected by clock, and by team."""

Found = tuple[str, Value, Node]


def expected(
    node: Node, file: str, at: datetime, policy: Policy, report: Diagnostics
) -> tuple[Expected, ...]:
    """Read everything that must be so at an instant, in the order of the file."""
    before = report.errors
    words, lists = single_readers(policy), list_readers(policy.rules)
    section = Section(node, report=report, extra=(*words, *lists, *TABLES))
    if report.errors == before and not any(key in section for key in (*words, *lists, *TABLES)):
        report.error(node, "nothing is expected", "give it a key such as level or fired")
    found = (
        *_single(section, words),
        *_lists(section, lists),
        *_dues(section.value("due"), at, policy.people.timezone, report),
        *_duties(section.value(ON_DUTY), policy.people, report),
    )
    read = (
        Expected(FileLocation(file, place.line, place.column), what, value)
        for what, value, place in found
    )
    return tuple(sorted(read, key=lambda each: (each.location.line, each.location.column)))


def single_readers(policy: Policy) -> dict[str, Convert[str]]:
    """Return the reader of each key that expects one word."""
    rules = policy.rules
    functional = [level.id for level in rules.functional]
    management = [level.id for level in rules.management]
    return {
        "status": one_of(*Status, NONE),
        "priority": name_of("priority", {}, *rules.priorities),
        "level": name_of("level", {}, *functional),
        "management": name_of("level", {}, *management, NONE),
        "owner": text,
        "team": name_of("team", {}, *policy.people.teams, NONE),
        "archived": one_of("true", "false"),
        "pending_approval": name_of("level", {}, *functional, *management, NONE),
    }


def list_readers(rules: Rules) -> dict[str, Convert[str]]:
    """Return the reader of each key that expects a list."""
    return {
        "breached": one_of(*CLOCKS),
        "fired": name_of("trigger", {}, *(rule.name for rule in rules.triggers)),
        "notified": text,
    }


def _single(section: Section, readers: dict[str, Convert[str]]) -> Iterator[Found]:
    for key, convert in readers.items():
        node = section.value(key)
        if node is not None:
            word = section.get(key, convert, "")
            yield key, None if word == NONE else word, node


def _lists(section: Section, readers: dict[str, Convert[str]]) -> Iterator[Found]:
    for key, convert in readers.items():
        node = section.value(key)
        if node is not None:
            yield key, section.each(key, convert), node


def _dues(node: Node | None, at: datetime, zone: str, report: Diagnostics) -> Iterator[Found]:
    if node is None:
        return
    names = (*CLOCKS, REVIEW)
    section = Section(node, report=report, extra=names)

    def convert(node: Node) -> datetime | None:
        word = text(node)
        return None if word == NONE else parse_instant(word, at, zone)

    for clock in names:
        node = section.value(clock)
        if node is not None:
            yield f"due {clock}", section.get(clock, convert, None), node


def _duties(node: Node | None, people: People, report: Diagnostics) -> Iterator[Found]:
    if node is None:
        return
    section = Section(node, report=report, extra=tuple(people.teams))
    person = name_of("person", {}, *people.people, NONE)
    for team in people.teams:
        node = section.value(team)
        if node is not None:
            found = section.each(team, person)
            yield f"{ON_DUTY} {team}", () if found == (NONE,) else found, node
