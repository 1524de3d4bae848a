"""Make the ServiceNow export that the demo imports; everything in it is invented.

`python -m bench._sample_export` writes it. It is what such a server would have exported on Monday,
23 November 2026, at 10:00 in Berlin: a busy board, and three weeks of finished work behind it.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent.parent / "docs" / "demo" / "servicenow_sample.csv"
TAKEN_AT = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - the export has wall times
HEADER = (
    "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,"
    "caller_id,opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,"
    "contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,"
    "assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,"
    "caused_by,closed_code,resolved_by,resolved_at,closed_at"
)
COLUMNS = HEADER.split(",")

_FORMAT = "%d-%m-%Y %H:%M"
_FIRST_NUMBER = 2001
_SEVERITY = {1: "1 - High", 2: "2 - Medium", 3: "3 - Low"}
_PRIORITY = {2: "1 - Critical", 3: "2 - High", 4: "3 - Moderate", 5: "4 - Low", 6: "4 - Low"}
_PLACES = ("Headquarters", "Warehouse", "Branch North", "Branch South")
_WORKING_HOURS = range(9, 17)
_SATURDAY = 5


class Step(NamedTuple):
    """One update: how the incident stood from then on."""

    at: datetime
    state: str
    group: str
    person: str
    rank: tuple[int, int]


class Case(NamedTuple):
    """One incident; `rank` is impact and urgency, 1 the highest."""

    subject: str
    opened_at: datetime
    steps: tuple[Step, ...]


def _case(subject: str, impact: int, urgency: int, opened: str, *updates: str) -> Case:
    """Write an incident down as `day time state, group, person`, in November 2026."""
    steps = []
    for update in updates:
        when, state, group, *rest = update.split(", ")
        person = rest[0] if rest else ""
        if rest[1:]:
            impact, urgency = (int(part) for part in rest[1].split("/"))
        steps.append(Step(_november(when), state, group, person, (impact, urgency)))
    return Case(subject, _november(opened), tuple(steps))


def _november(text: str) -> datetime:
    return datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M")  # noqa: DTZ007 - wall time


OPEN = (
    _case(
        "Print/Label printer/Prints blank pages", 3, 3, "13 16:30",
        "13 16:34, New, Frontline", "16 10:20, Active, Frontline, ana",
        "17 09:40, Awaiting Problem, Specialists, bo",
    ),
    _case(
        "Database/Reporting/Nightly load takes too long/db-report", 2, 2, "16 09:20",
        "16 09:24, New, Frontline", "16 10:05, Active, Frontline, ana",
        "17 11:30, Active, Specialists, bo", "19 14:15, Active, Specialists, bo",
    ),
    _case(
        "Accounts/Access/New starter cannot sign in", 2, 2, "17 11:05",
        "17 11:09, New, Frontline", "17 13:45, Active, Frontline, ana",
        "18 09:50, Awaiting User Info, Frontline, ana",
    ),
    _case(
        "Web shop/Search/Results are out of date/shop", 2, 3, "18 10:40",
        "18 10:46, New, Frontline", "18 14:00, Active, Specialists, bo",
        "20 09:35, Active, Specialists, bo, 2/2",
    ),
    _case(
        "Telephone/Headset/No sound on one side", 2, 2, "19 09:45",
        "19 09:51, New, Frontline", "19 11:20, Active, Frontline, ana",
    ),
    _case(
        "Network/Wireless/Drops every few minutes/wlan-north", 1, 2, "19 14:10",
        "19 14:13, New, Frontline", "19 14:25, Active, Frontline, ana",
        "19 16:40, Active, Network, cy", "20 11:05, Active, Network, cy",
    ),
    _case(
        "Database/Orders/Deadlocks when saving/db-orders", 1, 2, "20 10:30",
        "20 10:33, New, Frontline", "20 10:52, Active, Frontline, ana",
        "20 14:20, Active, Specialists, bo",
    ),
    _case(
        "Software/Drawing/Licence has run out", 3, 2, "20 13:50", "20 13:58, New, Frontline",
    ),
    _case(
        "Network/Leased line/High packet loss/line-south", 1, 2, "20 15:40",
        "20 15:42, New, Frontline", "20 15:55, Active, Network, di",
        "20 16:35, Awaiting Vendor, Network, di",
    ),
    _case(
        "Network/VPN/Nobody can connect/vpn-gateway", 1, 1, "23 02:40",
        "23 02:44, New, Frontline", "23 03:05, Active, Network, cy",
        "23 06:10, Active, Network, cy", "23 09:20, Active, Network, cy",
    ),
    _case(
        "Payments/Card terminals/Offline in all branches/pay-gateway", 1, 1, "23 08:20",
        "23 08:22, New, Frontline", "23 08:31, Active, Frontline, ana",
    ),
    _case(
        "Email/Shared mailbox/Folder is gone", 2, 1, "23 09:12", "23 09:15, New, Frontline",
    ),
    _case(
        "Hardware/Screen/Flickers", 3, 3, "23 09:35", "23 09:41, New, Frontline",
    ),
    _case(
        "Warehouse/Scanners/No orders arrive/wms", 1, 1, "23 09:38",
        "23 09:40, New, Frontline",
    ),
)  # fmt: skip
"""What somebody still works on; the reopened one is below."""

REOPENED = _case(
    "Email/Calendar/Invitations arrive twice", 2, 2, "11 13:40",
    "11 13:43, New, Frontline", "11 15:10, Active, Frontline, ana",
    "12 10:30, Resolved, Frontline, ana", "13 09:05, Active, Specialists, bo",
    "17 11:00, Resolved, Specialists, bo", "19 15:20, Active, Specialists, bo",
)  # fmt: skip

SUBJECTS = (
    "Email/Mailbox/Quota exceeded",
    "Accounts/Password/Locked out",
    "Print/Driver/Queue is stuck/print-hq",
    "Network/Cabling/Socket is dead",
    "Software/Office/Does not start",
    "Database/Orders/Report shows wrong totals/db-orders",
    "Accounts/Access/Folder is read-only",
    "Web shop/Checkout/Voucher is refused/shop",
    "Hardware/Notebook/Battery is empty at once",
    "Telephone/Voicemail/Greeting is lost",
    "Network/VPN/Slow in the morning/vpn-gateway",
)
RANKS = ((2, 2), (2, 3), (2, 2), (1, 2), (3, 3), (2, 2), (1, 1), (3, 2))
SPECIALISTS = (("Specialists", "bo"), ("Network", "cy"), ("Network", "di"))


def _done(turn: int) -> Case:
    """Make up the incident of a turn, solved soon and closed three days later."""
    since = timedelta(hours=12.3 * turn, minutes=turn * 17 % 60)
    opened_at = _at_work(_november("02 09:00") + since)
    rank = RANKS[turn % len(RANKS)]
    group, person = SPECIALISTS[turn % 3] if turn % 5 in {0, 3} else ("Frontline", "ana")
    steps = [Step(opened_at + timedelta(minutes=2 + turn % 7), "New", "Frontline", "", rank)]

    def then(state: str, **later: float) -> None:
        at = _at_work(steps[-1].at + timedelta(**later))
        steps.append(Step(at, state, group, person, rank))

    then("Active", minutes=5 if rank == (1, 1) else 10 + 13 * (turn % 6))
    if turn % 4 == 1:
        then("Awaiting User Info", minutes=40)
        then("Active", hours=20)
    if turn % 2:
        then("Active", minutes=25 + turn)
    if turn % 3:
        then("Active", hours=1, minutes=turn)
    then("Resolved", hours=1 + turn % 4, minutes=turn * 7 % 60)
    closed_at = steps[-1].at + timedelta(days=3, hours=1)
    steps.append(Step(closed_at.replace(minute=0), "Closed", group, person, rank))
    return Case(SUBJECTS[turn % len(SUBJECTS)], opened_at, tuple(steps))


def _at_work(at: datetime) -> datetime:
    """Move an instant into the next working hours, if it lies outside."""
    while at.weekday() >= _SATURDAY or at.hour not in _WORKING_HOURS:
        at = (at + timedelta(hours=1)).replace(minute=at.minute)
    return at


def _cases() -> list[Case]:
    """Put the incidents in the order in which they were opened."""
    done = [_done(turn) for turn in range(36)]
    return sorted((*OPEN, REOPENED, *done), key=lambda case: case.opened_at)


def _rows(case: Case, turn: int) -> Iterator[Sequence[str]]:
    """Yield the rows of an incident as far as they were known when the export was taken."""
    steps = [step for step in case.steps if step.at <= TAKEN_AT]
    category, subcategory, symptom, *item = case.subject.split("/")
    constant = {
        "number": f"INC{_FIRST_NUMBER + turn:07}",
        "made_sla": "TRUE",
        "caller_id": f"Caller {101 + turn * 29 % 80}",
        "opened_by": "ana",
        "opened_at": case.opened_at.strftime(_FORMAT),
        "sys_created_by": "ana",
        "sys_created_at": steps[0].at.strftime(_FORMAT),
        "contact_type": "Phone" if turn % 3 else "Self service",
        "location": _PLACES[turn % len(_PLACES)],
        "category": category,
        "subcategory": subcategory,
        "u_symptom": symptom,
        "cmdb_ci": item[0] if item else "?",
        "knowledge": "FALSE",
        "u_priority_confirmation": "FALSE",
        "notify": "Do Not Notify",
        **_hindsight(steps),
    }
    moves = reopenings = 0
    for count, (before, step) in enumerate(pairwise((steps[0], *steps))):
        moves += before.group != step.group
        reopenings += before.state == "Resolved" and step.state == "Active"
        closed = step.state == "Closed"
        row = constant | {
            "incident_state": step.state,
            "active": "FALSE" if closed else "TRUE",
            "reassignment_count": str(moves),
            "reopen_count": str(reopenings),
            "sys_mod_count": str(count),
            "sys_updated_by": "system" if closed else step.person or "ana",
            "sys_updated_at": step.at.strftime(_FORMAT),
            "impact": _SEVERITY[step.rank[0]],
            "urgency": _SEVERITY[step.rank[1]],
            "priority": _PRIORITY[sum(step.rank)],
            "assignment_group": step.group,
            "assigned_to": step.person or "?",
        }
        yield [row.get(column, "?") for column in COLUMNS]


def _hindsight(steps: Sequence[Step]) -> dict[str, str]:
    """Return what the server writes on every row once it knows it."""
    known = {}
    for step in steps:
        if step.state == "Resolved":
            known["resolved_at"] = step.at.strftime(_FORMAT)
            known["resolved_by"] = step.person
            known["closed_code"] = "Solved for good" if step.at.day % 2 else "Worked around"
        elif step.state == "Closed":
            known["closed_at"] = step.at.strftime(_FORMAT)
    return known


def sample_export() -> str:
    """Return the whole file, with the line ends that such a server writes."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for turn, case in enumerate(_cases()):
        writer.writerows(_rows(case, turn))
    return text.getvalue()


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(sample_export(), encoding="utf-8", newline="")
