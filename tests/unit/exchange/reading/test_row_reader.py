"""One row: each column checked and put into our words."""

from zoneinfo import ZoneInfo

import pytest

from escalate_cli.domain.ticket.ticket import Status
from escalate_cli.errors import UsageError
from escalate_cli.exchange.files.table import Columns, ForeignFileError, Row
from escalate_cli.exchange.mappings.mapping import Meaning
from escalate_cli.exchange.mappings.mapping_catalogue import shipped
from escalate_cli.exchange.reading.row_reader import RowReader
from escalate_cli.exchange.reading.times import TimeReader
from escalate_cli.exchange.reading.update import Update
from tests.unit.exchange.rows import PRIORITIES, a_row

REQUIRED = ("number", "incident_state", "opened_at", "sys_updated_at", "priority")


def _reader(columns: list[str], *priorities: str) -> RowReader:
    reader = RowReader(shipped("servicenow"), Columns(columns), priorities, priorities[-1])
    reader.times = TimeReader("dmy", ZoneInfo("UTC"))
    return reader


def _read(cells: dict[str, str], *priorities: str) -> Update:
    return _reader(list(cells), *(priorities or PRIORITIES)).read(Row(2, list(cells.values())))


def _update(state: str = "New", **cells: str) -> Update:
    return _read(a_row("08:00", state) | cells)


def test_columns_that_are_missing_are_all_named() -> None:
    with pytest.raises(ForeignFileError, match="no column opened_at, priority"):
        _reader(["number", "incident_state", "sys_updated_at"], "P1").must_have()


def test_the_columns_that_must_be_there_are_enough() -> None:
    update = _read({name: a_row()[name] for name in REQUIRED})
    assert (update.fields["title"], update.opened_by, update.owner) == (
        "INC1",
        "servicenow",
        None,
    )


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("1 - Critical", "P1"),
        ("3 - Moderate", "P3"),
        ("4", "P4"),
        ("5 - Planning", "P4"),
        ("02 - High", "P2"),
    ],
)
def test_a_priority_is_found_by_its_rank(text: str, priority: str) -> None:
    assert _update(priority=text).fields["priority"] == priority


def test_a_policy_with_fewer_priorities_takes_its_last() -> None:
    update = _read(a_row(priority="3 - Moderate"), "hot", "cold")
    assert update.fields["priority"] == "cold"


@pytest.mark.parametrize(
    ("text", "name"),
    [("1 - High", "high"), ("2 - Medium", "medium"), ("3 - Low", "low"), ("4", "low"), ("?", None)],
)
def test_impact_and_urgency_get_our_names(text: str, name: str | None) -> None:
    fields = _update(impact=text, urgency=text).fields
    assert (fields["impact"], fields["urgency"]) == (name, name)


@pytest.mark.parametrize(
    ("state", "meant"),
    [
        ("New", Meaning(Status.OPEN)),
        ("Active", Meaning(Status.ACKNOWLEDGED)),
        ("in progress", Meaning(Status.ACKNOWLEDGED)),
        ("Awaiting User Info", Meaning(Status.WAITING, "requester")),
        ("Awaiting Vendor", Meaning(Status.WAITING, "vendor")),
        ("Awaiting Problem", Meaning(Status.WAITING, "other")),
        ("Awaiting Evidence", Meaning(Status.WAITING, "other")),
        ("Awaiting Change", Meaning(Status.WAITING, "other")),
        ("On Hold", Meaning(Status.WAITING, "other")),
        ("Resolved", Meaning(Status.RESOLVED)),
        ("Closed", Meaning(Status.CLOSED)),
        ("Canceled", Meaning(Status.CLOSED)),
    ],
)
def test_states_get_our_names(state: str, meant: Meaning) -> None:
    assert _update(state).state == meant


@pytest.mark.parametrize(
    ("reason", "whom"),
    [("1", "requester"), ("Awaiting Vendor", "vendor"), ("3", "other"), ("?", "other")],
)
def test_a_wait_on_hold_is_for_whom_its_reason_says(reason: str, whom: str) -> None:
    assert _update("On Hold", hold_reason=reason).state.waiting_for == whom


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ({}, "Email / Mailbox / Quota exceeded"),
        ({"subcategory": "?", "u_symptom": ""}, "Email"),
        ({"category": "?", "subcategory": "?", "u_symptom": "?"}, "INC1"),
        ({"short_description": "  Mail  is\nfull "}, "Mail is full"),
    ],
    ids=["kind of issue", "what is known of it", "only a number", "short description"],
)
def test_a_title_is_the_best_that_the_export_has(cells: dict[str, str], title: str) -> None:
    assert _update(**cells).fields["title"] == title


@pytest.mark.parametrize(
    ("cells", "description"),
    [
        ({}, ""),
        (
            {"location": "Branch North", "contact_type": "Phone"},
            "location: Branch North\ncontact: Phone",
        ),
        ({"location": "Branch North", "description": "first\nsecond"}, "first\nsecond"),
    ],
    ids=["nothing known", "place and way", "described"],
)
def test_a_description_holds_what_no_field_does(cells: dict[str, str], description: str) -> None:
    assert _update(**cells).fields["description"] == description


@pytest.mark.parametrize(
    ("cells", "opener"),
    [
        ({}, "Opener"),
        ({"opened_by": "?", "sys_created_by": "Creator"}, "Creator"),
        ({"opened_by": "?"}, "Caller"),
        ({"opened_by": "?", "caller_id": "?"}, "servicenow"),
    ],
)
def test_somebody_always_opened_it(cells: dict[str, str], opener: str) -> None:
    assert _update(**cells).opened_by == opener


def test_names_are_written_with_single_spaces() -> None:
    assert _update(opened_by="Opened by  8").opened_by == "Opened by 8"


def test_records_of_other_kinds_are_named_by_what_they_are() -> None:
    update = _update(problem_id="PRB1", rfc="CHG2", vendor="?", caused_by="CHG3")
    assert update.links == {"problem": "PRB1", "change": "CHG2", "caused by": "CHG3"}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"number": "?"}, "number is empty"),
        ({"incident_state": "-100"}, "unknown state '-100'"),
        ({"incident_state": ""}, "incident_state is empty"),
        ({"opened_at": "?"}, "opened_at is empty"),
        ({"sys_updated_at": "soon"}, "'soon' is not a time written DD-MM-YYYY HH:MM"),
        ({"resolved_at": "31-02-2016 10:00"}, "'31-02-2016 10:00' is not a time written"),
        ({"priority": "?"}, "priority is empty"),
        ({"priority": "high"}, "priority is 'high', which does not begin with a rank"),
        ({"priority": "0 - None"}, "does not begin with a rank"),
        ({"urgency": "2016"}, "urgency is '2016'"),
        ({"reopen_count": "-1"}, "reopen_count is '-1', which is no number"),
        ({"reopen_count": "²"}, "which is no number"),
        ({"assigned_to": "x" * 201}, "assigned_to has 201 characters; at most 200 are kept"),
        ({"short_description": "x" * 501}, "the title has 501 characters"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_row_that_cannot_be_understood_says_why(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(UsageError) as failure:
        _update(**cells)
    assert reason in str(failure.value)


def test_the_dates_of_rows_are_those_they_have_each_once_a_column() -> None:
    cells = a_row("08:30", resolved_at=" 01-03-2016 09:00 ")
    later = a_row("08:45", resolved_at=" 01-03-2016 09:00 ")
    rows = [Row(2, list(cells.values())), Row(3, list(later.values()))]
    assert list(_reader(list(cells), "P1").date_texts(rows)) == [
        ("29-02-2016 08:00", 2),
        ("29-02-2016 08:30", 2),
        ("29-02-2016 08:45", 3),
        ("01-03-2016 09:00", 2),
    ]


@pytest.mark.parametrize(
    ("column", "part"),
    [("opened_by", "opened_by"), ("sys_updated_by", "updated_by"), ("assigned_to", "owner")],
)
def test_somebody_called_like_the_policy_is_told_from_it(column: str, part: str) -> None:
    assert getattr(_update(**{column: "policy"}), part) == "policy@servicenow"
