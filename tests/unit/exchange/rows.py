"""Builders of exports, and of a policy to judge them by."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from escalate_cli.domain.policy.rules import Level, Rules
from escalate_cli.domain.policy.sections.calendars import CalendarSpec
from escalate_cli.domain.policy.sections.conditions import Condition, When
from escalate_cli.domain.policy.target import TargetRule
from escalate_cli.domain.ticket.events import Event, kind_of
from escalate_cli.domain.ticket.history import History
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.exchange.foreign_file import ForeignFile
from escalate_cli.exchange.foreign_tickets import (
    ForeignTickets,
    ImportOptions,
    Incident,
    read_tickets,
)
from escalate_cli.exchange.mappings.mapping import Mapping
from escalate_cli.exchange.mappings.mapping_catalogue import shipped

IMPORTED_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PRIORITIES = ("P1", "P2", "P3", "P4")
OFFICE = (("09:00", "12:30"), ("13:30", "17:00"))
ROW = {
    "number": "INC1",
    "incident_state": "New",
    "opened_at": "29-02-2016 08:00",
    "opened_by": "Opener",
    "sys_updated_at": "29-02-2016 08:00",
    "sys_updated_by": "Updater",
    "caller_id": "Caller",
    "category": "Email",
    "subcategory": "Mailbox",
    "u_symptom": "Quota exceeded",
    "impact": "2 - Medium",
    "urgency": "2 - Medium",
    "priority": "3 - Moderate",
    "assignment_group": "?",
    "assigned_to": "?",
    "reopen_count": "0",
    "closed_code": "?",
    "resolved_by": "?",
    "resolved_at": "?",
    "closed_at": "?",
}


def a_row(at: str = "08:00", state: str = "New", **cells: str) -> dict[str, str]:
    """Describe one update on the leap day of 2016; name the cells that matter."""
    when = at if "-" in at else f"29-02-2016 {at}"
    return ROW | {"sys_updated_at": when, "incident_state": state} | cells


def a_file(*rows: dict[str, str]) -> list[str]:
    """Write rows as the lines of an export."""
    columns = list(dict.fromkeys(name for row in (ROW, *rows) for name in row))
    lines = [[row.get(name, "?") for name in columns] for row in rows]
    return [",".join(line) + "\r\n" for line in (columns, *lines)]


def read(lines: Iterable[str], mapping: Mapping | None = None, **options: Any) -> ForeignTickets:
    """Read an export written in UTC, of ServiceNow where nothing else is said."""
    usual: dict[str, Any] = {"zone": "UTC", "imported_at": IMPORTED_AT, "priorities": PRIORITIES}
    mapping = mapping or shipped("servicenow")
    table = ForeignFile(io.StringIO("".join(lines), newline="")).table(mapping.reads)
    assert table is not None
    return read_tickets(table, mapping, ImportOptions(**(usual | options)))


def history_of(incident: Incident) -> History:
    """Fold an incident under the policy below."""
    here = {"id": "T-1", "uid": "u", "policy": "sha", "level": "L1", "team": "frontline"}
    return History([replace(incident.opening, **here), *incident.rest], lambda _id: RULES)


def the_history(*rows: dict[str, str], **options: Any) -> History:
    """Read rows of one incident and fold them."""
    (incident,) = read(a_file(*rows), **options).incidents
    return history_of(incident)


def story(events: Sequence[Event]) -> list[str]:
    """Tell events as their time and kind, for comparing whole histories."""
    return [f"{event.at:%H:%M} {kind_of(event)}" for event in events]


def statuses(history: History) -> list[Status]:
    """Return the status after each event."""
    return [step.ticket.status for step in history.steps]


def _target(calendar: str, hours: int, *priorities: str) -> TargetRule:
    conditions = (Condition(field="priority", values=priorities),) if priorities else ()
    return TargetRule(
        when=When(conditions), calendar=calendar, within={"resolve": timedelta(hours=hours)}
    )


RULES = Rules(
    id="sha",
    name="IT support",
    calendars={
        "office": CalendarSpec(
            zone="Europe/Berlin",
            hours=tuple((day, OFFICE) for day in ("mon", "tue", "wed", "thu", "fri")),
        )
    },
    priorities=PRIORITIES,
    default_priority="P3",
    matrix={},
    functional=(Level(id="L1", name="Frontline", ladder="functional", rank=0, team="frontline"),),
    management=(),
    targets=(_target("always", 4, "P1"), _target("office", 8, "P2"), _target("office", 24)),
    triggers=(),
)
