"""An audit log of incidents in the layout of ServiceNow, of any size; all of it is invented."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from bench._sample_export import COLUMNS

_BEGIN = datetime(2016, 2, 29, 1, 16)  # noqa: DTZ001 - the log has wall times
_STATES = {
    "New": ("Active", "Active", "Awaiting User Info", "Resolved"),
    "Active": ("Active", "Awaiting User Info", "Awaiting Vendor", "Awaiting Problem", "Resolved"),
    "Awaiting User Info": ("Active", "Resolved", "Awaiting Vendor"),
    "Awaiting Vendor": ("Active", "Resolved"),
    "Awaiting Problem": ("Active", "Awaiting Evidence"),
    "Awaiting Evidence": ("Active", "Resolved"),
    "Resolved": ("Closed", "Closed", "Closed", "Closed", "Active"),
    "Closed": (),
}
_FORMAT = "%d-%m-%Y %H:%M"


def generated_log(incidents: int, seed: int = 7) -> str:
    """Write the log of so many incidents; about seven rows each, some out of order."""
    random = Random(seed)  # noqa: S311 - the same log each time
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="?", lineterminator="\r\n")
    writer.writeheader()
    for number in range(1, incidents + 1):
        rows = list(_incident(f"INC{number:07}", random))
        last = {
            state: rows[-1 - [row["incident_state"] for row in rows][::-1].index(state)]
            for state in ("Resolved", "Closed")
        }
        for row in rows:
            row["resolved_at"] = last["Resolved"]["sys_updated_at"]
            row["closed_at"] = last["Closed"]["sys_updated_at"]
            row["resolved_by"] = last["Resolved"]["sys_updated_by"]
        if len(rows) > 3 and random.random() < 0.02:  # noqa: PLR2004
            first, second = rows[1], rows[2]
            swapped = (second["sys_updated_at"], first["sys_updated_at"])
            first["sys_updated_at"], second["sys_updated_at"] = swapped
        writer.writerows(rows)
    return text.getvalue()


def _incident(number: str, random: Random) -> Iterator[dict[str, str]]:
    at = _BEGIN + timedelta(minutes=random.randrange(60 * 24 * 60))
    opened, state, reopened = at, "New", 0
    group, person, rank = f"Group {random.randrange(70)}", "?", random.choice("12334444")
    caller, kind = f"Caller {random.randrange(900)}", random.randrange(60)
    while True:
        yield {
            "number": number,
            "incident_state": state,
            "reopen_count": str(reopened),
            "caller_id": caller,
            "opened_by": f"Opened by  {kind}",
            "opened_at": opened.strftime(_FORMAT),
            "sys_updated_by": f"Updated by {random.randrange(800)}",
            "sys_updated_at": at.strftime(_FORMAT),
            "location": f"Location {kind}",
            "category": f"Category {kind}",
            "subcategory": f"Subcategory {kind * 3}",
            "impact": "2 - Medium",
            "urgency": f"{min(int(rank), 3)} - Any",
            "priority": f"{rank} - Any",
            "assignment_group": group,
            "assigned_to": person,
            "closed_code": f"code {kind % 17}",
        }
        if not _STATES[state]:
            return
        before, state = state, random.choice(_STATES[state])
        reopened += before == "Resolved" and state == "Active"
        at += timedelta(minutes=random.choice((1, 7, 45, 600, 3000)))
        if random.random() < 0.3:  # noqa: PLR2004
            group, person = f"Group {random.randrange(70)}", f"Resolver {random.randrange(200)}"
