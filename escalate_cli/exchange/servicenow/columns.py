"""The columns of a ServiceNow export: one row is one update of an incident."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from escalate_cli.domain.ticket.actor import POLICY
from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.errors import UsageError
from escalate_cli.exchange.csv_table import CsvRow, ForeignFileError
from escalate_cli.exchange.servicenow.dates import LocalTimes
from escalate_cli.usecases.verbs import input_validation

REQUIRED = ("number", "incident_state", "opened_at", "sys_updated_at", "priority")
DATES = ("opened_at", "sys_updated_at", "resolved_at", "closed_at")
ALIASES = {
    "state": "incident_state",
    "sys_updated_on": "sys_updated_at",
    "sys_created_on": "sys_created_at",
    "close_code": "closed_code",
}
"""Names that other releases give to the same columns."""

LINKS = {"problem_id": "problem", "rfc": "change", "vendor": "vendor", "caused_by": "caused by"}
SEVERITIES = ("high", "medium", "low")
_NOTHING = frozenset({"", "?"})


class State(NamedTuple):
    """What a state of an incident is called here."""

    status: Status
    waiting_for: str | None = None


STATES = {
    "new": State(Status.OPEN),
    "active": State(Status.ACKNOWLEDGED),
    "in progress": State(Status.ACKNOWLEDGED),
    "awaiting user info": State(Status.WAITING, "requester"),
    "awaiting caller": State(Status.WAITING, "requester"),
    "awaiting vendor": State(Status.WAITING, "vendor"),
    "awaiting problem": State(Status.WAITING, "other"),
    "awaiting change": State(Status.WAITING, "other"),
    "awaiting evidence": State(Status.WAITING, "other"),
    "on hold": State(Status.WAITING, "other"),
    "resolved": State(Status.RESOLVED),
    "closed": State(Status.CLOSED),
    "canceled": State(Status.CLOSED),
}


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """One row, checked: how an incident stood after somebody changed it.

    Attributes:
        fields: the ticket's fields that an edit may set, by their names.
        links: records of other kinds that it names, by what they are.
        resolved_at: of the last resolution, on every row; so are `closed_at` and what follows.
        reopenings: how often it was reopened up to this row, if the export says so.
    """

    line: int
    number: str
    state: State
    state_name: str
    opened_at: datetime
    updated_at: datetime
    updated_by: str
    opened_by: str
    fields: Mapping[str, str | None]
    links: Mapping[str, str]
    owner: str | None
    group: str | None
    reopenings: int | None
    resolved_at: datetime | None
    closed_at: datetime | None
    resolved_by: str | None
    closed_code: str | None


def must_have(columns: Sequence[str]) -> None:
    """Refuse a file without the columns that a history cannot do without.

    Raises:
        ForeignFileError: naming the columns that are missing.
    """
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise ForeignFileError(
            f"the export has no column {', '.join(missing)}",
            f"export the incidents as CSV, separated by commas, with {', '.join(REQUIRED)}",
        )


def date_texts(row: CsvRow) -> Iterator[str]:
    """Yield what stands in the date columns of a row."""
    for column in DATES:
        text = row.cells.get(column, "").strip()
        if text not in _NOTHING:
            yield text


class UpdateReader:
    """Turns rows of cells into checked updates."""

    def __init__(self, times: LocalTimes, priorities: Sequence[str]) -> None:
        self._times = times
        self._priorities = priorities
        self._names: dict[str, str | None] = {}

    def read(self, row: CsvRow) -> Update:
        """Check one row; what cannot be understood is a UsageError with the reason."""
        cells = row.cells
        number = self._required(cells, "number")
        state_name = self._required(cells, "incident_state")
        state = STATES.get(state_name.lower())
        if state is None:
            raise UsageError(f"unknown state '{state_name}'")
        requester = self._person(cells, "caller_id")
        created_by = self._person(cells, "sys_created_by")
        return Update(
            line=row.line,
            number=number,
            state=state,
            state_name=state_name,
            opened_at=self._times.instant(self._required(cells, "opened_at")),
            updated_at=self._times.instant(self._required(cells, "sys_updated_at")),
            updated_by=self._person(cells, "sys_updated_by") or "servicenow",
            opened_by=self._person(cells, "opened_by") or created_by or requester or "servicenow",
            fields=self._fields(cells, number, requester),
            links=self._links(cells),
            owner=self._person(cells, "assigned_to"),
            group=self._name(cells, "assignment_group"),
            reopenings=self._count(cells, "reopen_count"),
            resolved_at=self._instant(cells, "resolved_at"),
            closed_at=self._instant(cells, "closed_at"),
            resolved_by=self._person(cells, "resolved_by"),
            closed_code=self._name(cells, "closed_code"),
        )

    def _fields(
        self, cells: Mapping[str, str], number: str, requester: str | None
    ) -> dict[str, str | None]:
        category = self._name(cells, "category")
        return {
            "title": self._title(cells, category, number),
            "description": self._description(cells),
            "priority": self._priority(cells),
            "impact": self._severity(cells, "impact"),
            "urgency": self._severity(cells, "urgency"),
            "requester": requester,
            "service": self._name(cells, "cmdb_ci"),
            "category": category,
        }

    def _title(self, cells: Mapping[str, str], category: str | None, number: str) -> str:
        """Take the short description; where it was not exported, say what kind of issue it is."""
        given = " ".join(cells.get("short_description", "").split())
        if given not in _NOTHING:
            return input_validation.title_of(given)
        kind = (category, self._name(cells, "subcategory"), self._name(cells, "u_symptom"))
        return " / ".join(part for part in kind if part) or number

    def _description(self, cells: Mapping[str, str]) -> str:
        given = cells.get("description", "").strip()
        if given not in _NOTHING:
            return input_validation.text_of(given, "the description")
        location = self._name(cells, "location")
        contact = self._name(cells, "contact_type")
        lines = (("location", location), ("contact", contact))
        return "\n".join(f"{what}: {value}" for what, value in lines if value)

    def _priority(self, cells: Mapping[str, str]) -> str:
        rank = _rank(self._required(cells, "priority"), "priority")
        return self._priorities[min(rank, len(self._priorities)) - 1]

    def _severity(self, cells: Mapping[str, str], column: str) -> str | None:
        text = self._name(cells, column)
        return text and SEVERITIES[min(_rank(text, column), len(SEVERITIES)) - 1]

    def _links(self, cells: Mapping[str, str]) -> dict[str, str]:
        named = ((what, self._name(cells, column)) for column, what in LINKS.items())
        return {what: name for what, name in named if name}

    def _count(self, cells: Mapping[str, str], column: str) -> int | None:
        text = self._name(cells, column)
        if text is not None and not re.fullmatch("[0-9]{1,6}", text):
            raise UsageError(f"{column} is '{text}', which is no number")
        return None if text is None else int(text)

    def _instant(self, cells: Mapping[str, str], column: str) -> datetime | None:
        text = self._name(cells, column)
        return None if text is None else self._times.instant(text)

    def _required(self, cells: Mapping[str, str], column: str) -> str:
        name = self._name(cells, column)
        if name is None:
            raise UsageError(f"{column} is empty")
        return name

    def _person(self, cells: Mapping[str, str], column: str) -> str | None:
        """Return a name; somebody called like our policy is told from it."""
        name = self._name(cells, column)
        return f"{name}@servicenow" if name == POLICY else name

    def _name(self, cells: Mapping[str, str], column: str) -> str | None:
        """Return a short text with single spaces; `?` and a missing column are nothing."""
        text = cells.get(column, "")
        if text not in self._names:
            name = input_validation.name_of(" ".join(text.split()), column)
            self._names[text] = None if name in _NOTHING else name
        return self._names[text]


def _rank(text: str, what: str) -> int:
    """Read the number that begins `3 - Moderate`; 1 is the most urgent."""
    match = re.match(r"0*([1-9][0-9]?)(?![0-9])", text)
    if match is None:
        raise UsageError(f"{what} is '{text}', which does not begin with a rank")
    return int(match[1])
