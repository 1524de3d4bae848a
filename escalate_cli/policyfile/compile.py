"""Compilation: from the syntax tree of a file to a policy, with every mistake on the way."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from escalate_cli.domain.messages.message_templates import BUILT_IN, FIELDS
from escalate_cli.domain.policy.finding_code import FindingCode
from escalate_cli.domain.policy.people import People, Quiet, Subscription
from escalate_cli.domain.policy.policy import Policy
from escalate_cli.domain.policy.rules import MANAGEMENT, Approval, Rule, Rules
from escalate_cli.domain.policy.sections.calendars import ALWAYS, CalendarSpec
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.duty_layer import Layer
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.sections.message_expiry import LateNews
from escalate_cli.domain.policy.sections.policy_key import Doc, Word
from escalate_cli.domain.policy.sections.repeat import Repeat
from escalate_cli.domain.policy.sections.review import Review
from escalate_cli.domain.policy.sections.ticket_outcome import OUTCOMES, TicketOutcome
from escalate_cli.domain.policy.sections.waiting import Waiting
from escalate_cli.policyfile.compile_context import CompileContext
from escalate_cli.policyfile.reading.declared_names import must_be_new, names_declared_in
from escalate_cli.policyfile.reading.holiday_files import KEPT, HolidayFiles
from escalate_cli.policyfile.sections.calendars import calendars
from escalate_cli.policyfile.sections.channels import EVENTS, address, channels, fields_of
from escalate_cli.policyfile.sections.conditions import functional, truth, when
from escalate_cli.policyfile.sections.duty import OnCall, crew, layer, on_call, turn
from escalate_cli.policyfile.sections.heartbeats import heartbeat_readers
from escalate_cli.policyfile.sections.holidays import day
from escalate_cli.policyfile.sections.ladders import Ladders, approval, ladders
from escalate_cli.policyfile.sections.maintenance import window
from escalate_cli.policyfile.sections.matrix import matrix
from escalate_cli.policyfile.sections.people import (
    MOVES,
    audience,
    customers,
    follower,
    people,
    unreserved,
)
from escalate_cli.policyfile.sections.targets import delay, review, targets
from escalate_cli.policyfile.sections.teams import stand_in, teams
from escalate_cli.policyfile.sections.triggers import rules as triggers
from escalate_cli.policyfile.sections.triggers import trigger_name, trigger_type
from escalate_cli.strict_yaml.diagnostics import Convert, Diagnostics, MistakeError
from escalate_cli.strict_yaml.mapping_reader import Section
from escalate_cli.strict_yaml.name_resolution import (
    joined,
    name_of,
    near,
    one_of,
    zone_in,
)
from escalate_cli.strict_yaml.scalars import identifier, text
from escalate_cli.strict_yaml.syntax_tree import Entry, MappingNode, Node, quoted
from escalate_cli.strict_yaml.typed_values import BASIC

VERSION = "1"
Calendars = Mapping[str, CalendarSpec]


class Handoff(msgspec.Struct, frozen=True):
    """What a person who escalates must say."""

    required: Annotated[
        tuple[Literal["tried", "impact_note", "next_step"], ...],
        Doc(
            "list out of `tried`, `impact_note`, `next_step`: what a person who escalates must say",
            "[tried, next_step]",
        ),
    ]


class File(msgspec.Struct, frozen=True):
    """What stands at the top of a file besides what becomes rules and people."""

    version: Annotated[str, Word("version"), Doc("`1`", "1")]
    ladders: Annotated[
        Ladders, Doc("[both ladders](#ladders)", "{functional: [{level: L1, team: frontline}]}")
    ]
    handoff: Annotated[
        Handoff, Doc("[what a hand-off must say](#handoff)", "{required: [tried]}", "nothing")
    ] = Handoff(())
    files: Annotated[
        Mapping[str, tuple[str, ...]],
        Doc(
            "the days that were [read from files](#holidays-from-a-file); `escalate` writes it into"
            " the versions that tickets keep",
            "{holidays.ics: [2026-12-25]}",
            "none",
        ),
    ] = {}


def compiled(
    root: Node, policy_id: str, today: date, report: Diagnostics, folder: Path | None = None
) -> tuple[Policy, HolidayFiles]:
    """Read a whole policy and its holiday files; good only if no error was reported.

    Files are looked for in the folder, and not at all where there is none.
    """
    table = root if isinstance(root, MappingNode) else MappingNode(line=1, column=1, entries={})
    readers = {**BASIC, Word("version"): _version, Word("zone"): zone_in(report)}
    section = Section(root, File, Rules, People, report=report, readers=readers)
    section.field(File, "version", VERSION)
    draft = CompileContext(
        report=report,
        known=names_declared_in(table),
        is_of_today=folder is not None,
        today=today,
        zone=section.field(People, "timezone", "UTC"),
        openings={},
        files=HolidayFiles(folder, _kept_days(section, report)),
        readers=readers,
    )
    readers.update(_readers(draft))
    if folder and KEPT in section:
        report.warn(
            section.key(KEPT),
            f"the days under '{KEPT}' count, and no file is read",
            f"leave out '{KEPT}', and every file is read anew",
            code=FindingCode.KEPT_DAYS,
        )
    spans = calendars(section.entries("calendars"), draft)
    rules = _rules(section, policy_id, spans, draft)
    return Policy(rules=rules, people=_people(section, rules, spans, draft)), draft.files


def _kept_days(section: Section, report: Diagnostics) -> dict[str, tuple[str, ...]]:
    """Read the days that were read from files when this version of the text was made."""
    kept = section.entries(KEPT).items()
    return {name: report.each(day, entry.value) for name, entry in kept}


def _readers(draft: CompileContext) -> dict[Any, Convert[Any]]:
    """Return the readers of what depends on the names of the file, by kind and type."""
    known = draft.known
    level = joined(known.functional, known.management)
    names: dict[str, Convert[str]] = {
        "person": name_of("person", known.people),
        "team": name_of("team", known.teams),
        "calendar": name_of("calendar", known.calendars, ALWAYS),
        "calendar that opens": name_of("calendar", known.calendars),
        "priority": name_of("priority", known.priorities),
        "impact": name_of("impact", known.impacts),
        "urgency": name_of("urgency", known.urgencies),
        "functional level": functional(draft),
        "management level": name_of(f"level of the {MANAGEMENT} ladder", known.management),
        "person or level": unreserved,
        "move": name_of("level", level, *MOVES),
        "message": name_of("message", known.messages, *BUILT_IN),
        "trigger type": trigger_type,
        "trigger name": trigger_name,
        "event": one_of(*EVENTS),
        "flag": truth,
    }
    with_draft: dict[Any, Callable[..., Any]] = {
        Word("contact"): address,
        Word("follower"): follower,
        Word("audience"): audience,
        Word("crew"): crew,
        Word("stand-in"): stand_in,
        When: when,
        Approval: approval,
        OnCall: on_call,
        Layer: layer,
        Window: window,
        Review: review,
        Delay: delay,
        Ladders: ladders,
    }
    return {
        **{Word(name): convert for name, convert in names.items()},
        **heartbeat_readers(draft),
        Word("turn"): turn,
        **{kind: partial(read, draft=draft) for kind, read in with_draft.items()},
        **{
            kind: draft.whole(kind)
            for kind in (Quiet, Repeat, Subscription, Handoff, LateNews, Waiting)
        },
    }


def _rules(section: Section, policy_id: str, spans: Calendars, draft: CompileContext) -> Rules:
    steps = section.field(File, "ladders", Ladders(()))
    return section.read(
        Rules,
        id=policy_id,
        calendars=spans,
        priorities=_priorities(section),
        matrix=matrix(section, draft),
        outcomes=_outcomes(section, draft),
        functional=steps.functional,
        management=steps.management,
        targets=targets(section.rows("targets"), draft),
        triggers=triggers(section.rows("triggers"), draft),
        handoff_requires=section.field(File, "handoff", Handoff(())).required,
    )


def _people(section: Section, rules: Rules, spans: Calendars, draft: CompileContext) -> People:
    persons = people(section.entries("people"), draft)
    crews = teams(section.entries("teams"), draft)
    quiet = [*(p.quiet for p in persons.values()), *(t.quiet for t in crews.values())]
    layers = [layer for team in crews.values() for layer in team.duty]
    used = {
        *(team.hours for team in crews.values()),
        *(name for each in layers for name in (each.hours, each.calendar)),
        *(each.outside for each in quiet if each),
    }
    return section.read(
        People,
        timezone=draft.zone,
        calendars={name: span for name, span in spans.items() if name in used},
        people=persons,
        teams=crews,
        customers=customers(section.entries("customers"), draft),
        messages=_messages(section.entries("messages"), rules.triggers, draft),
        channels=channels(section.entries("channels"), draft),
    )


def _version(node: Node) -> str:
    version = text(node)
    if version != VERSION:
        raise MistakeError(
            f"version {quoted(version)} is not known",
            f"write version: {VERSION}",
            code=FindingCode.VALUE,
        )
    return version


def _priorities(section: Section) -> tuple[str, ...]:
    """Read the priorities, most urgent first, each once."""
    taken: dict[str, Node] = {}

    def priority(node: Node) -> str:
        name = identifier(node)
        must_be_new("priority", name, node, taken)
        return name

    return section.field(Rules, "priorities", (), priority)


def _outcomes(section: Section, draft: CompileContext) -> Mapping[str, TicketOutcome]:
    """Read as what tickets may be resolved; words of its own stand in place of those built in."""
    found = {}
    for name, entry in section.entries("outcomes").items():
        draft.report.attempt(identifier, entry.key, name)
        found[name] = draft.section(entry.value, TicketOutcome).read(TicketOutcome)
    return found or OUTCOMES


def _messages(
    entries: dict[str, Entry], found: tuple[Rule, ...], draft: CompileContext
) -> dict[str, str]:
    """Read the texts; each is built in or used by a trigger, and its fields are known."""
    known = {*BUILT_IN, *(rule.message for rule in found if rule.message)}
    for name, entry in entries.items():
        if name not in known:
            draft.report.error(
                entry.key,
                f"no message is named {quoted(name)}",
                near(name, sorted(known)),
                code=FindingCode.UNKNOWN_NAME,
            )
    return {
        name: draft.report.attempt(lambda node: fields_of(node, FIELDS), entry.value, "")
        for name, entry in entries.items()
    }
