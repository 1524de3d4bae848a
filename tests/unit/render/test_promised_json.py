"""Scripts find the fields they were promised, in order, each documented."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from escalate_cli.domain.messages.outbox_message import Message
from escalate_cli.domain.policy.sections.clock_name import CLOCKS
from escalate_cli.domain.policy.standing import AnyStanding, Standing
from escalate_cli.domain.ticket import events as e
from escalate_cli.render.parts.data.json_text import json_text
from escalate_cli.render.parts.data.json_values import document as document_of
from escalate_cli.render.parts.data.ticket_fields import PRESSURE, TICKET
from escalate_cli.render.results.check import DECISION, CheckResult
from escalate_cli.render.results.delegations import DELEGATION
from escalate_cli.render.results.maintenance import WINDOW
from escalate_cli.render.results.now import PAGE_TICKET, NowResult
from escalate_cli.render.results.oncall import DUTY, TAKEN
from escalate_cli.render.results.outbox import MESSAGE
from escalate_cli.render.results.reviews import REVIEW
from escalate_cli.render.results.show import STORY
from escalate_cli.render.results.verify import DIFFERENCE
from escalate_cli.usecases.automation.check import Checked, Pressing
from escalate_cli.usecases.automation.decided_ticket import Failure
from escalate_cli.usecases.insight.now import NowPage
from escalate_cli.usecases.outbox.outbox_counts import Counts
from escalate_cli.usecases.verbs.review_actions import OwedReview
from tests.conftest import (
    HOUR,
    MONDAY_NINE,
    a_ticket,
    after,
    answered,
    checked,
    edited,
    paused,
    reopened,
    resolved,
    taken,
)
from tests.snapshot import assert_matches
from tests.unit.render.tickets import HOSTILE, POLICY, a_history, a_standing, a_story, seen

TICKET_NAMES = (
    "schema id uid title description status priority impact urgency category service customer vip "
    "tags skills requester stakeholders owner team level management_level cycle policy logged_at "
    "updated_at acknowledged_at resolved_at closed_at reviewed_at resolution due_at next_at "
    "waiting_for key source complaints clocks escalations pending_approval "
    "overdue overdue_seconds worst_clock breaches outcome duplicate_of related agreed_due_at"
)
CLOCK = (
    "target_seconds calendar started_at due_at elapsed_seconds remaining_seconds state running "
    "breached_at noticed_at met_at"
)
ESCALATION = "n ladder from to mode kind trigger reason since at by approved_by acknowledged_at"
BREACH = "clock cycle priority owner level due_at breached_at noticed_at overrun_seconds excused"
DECISION_NAMES = (
    "key ticket trigger type since noticed_at action from to notified superseded reason routed"
)
NOW = (
    "schema now person levels open overdue at_risk last_check_at awaiting_check"
    " awaiting_check_since pressing approvals yours free waiting next"
)
CHECK = (
    "schema now last_check_at tickets heartbeats decisions overdue at_risk messages errors"
    " maintenance"
)
_SHARED = {field.name for field in msgspec.structs.fields(e.Event)}
PAGE = (Path(__file__).parents[3] / "docs" / "json.md").read_text(encoding="utf-8")


def clock_of(name: str, *events: e.Event, now: datetime, **fields: Any) -> Any:
    document = document_of(TICKET, a_standing(*events, now=now, **fields))
    clocks = document["clocks"]
    assert isinstance(clocks, dict)
    return clocks[name]


def test_a_ticket_has_every_field_in_order() -> None:
    assert list(document_of(TICKET, a_standing())) == TICKET_NAMES.split()


def test_a_ticket_that_knows_little_says_so() -> None:
    document = document_of(TICKET, a_standing(requester=None, team=None))
    unknown = {name for name, value in document.items() if value is None}
    empty = {name for name, value in document.items() if value == []}
    assert unknown == {
        *("impact", "urgency", "category", "service", "customer", "requester", "owner", "team"),
        *("management_level", "acknowledged_at", "resolved_at", "closed_at", "reviewed_at"),
        *("resolution", "waiting_for", "key", "source", "pending_approval"),
        *("overdue_seconds", "worst_clock", "agreed_due_at", "outcome", "duplicate_of"),
    }
    assert empty == {"tags", "skills", "stakeholders", "escalations", "breaches", "related"}


def test_text_is_given_as_it_was_typed() -> None:
    assert document_of(TICKET, a_standing(title=HOSTILE))["title"] == HOSTILE


def test_complaints_are_counted() -> None:
    unhappy = e.ComplaintReceived(at=after("1h"), by="ana")
    assert document_of(TICKET, a_standing(unhappy, unhappy))["complaints"] == 2


def test_a_ticket_is_due_when_the_first_of_its_clocks_is() -> None:
    document = document_of(TICKET, a_standing(priority="P1"))
    assert document["due_at"] == "2026-11-23T08:15:00Z"
    assert document["next_at"] == "2026-11-23T08:00:00Z"


def test_every_clock_is_named_and_those_without_a_target_are_null() -> None:
    clocks: Any = document_of(TICKET, a_standing())["clocks"]
    assert tuple(clocks) == CLOCKS
    assert {name for name, clock in clocks.items() if clock is None} == {
        "next_response",
        "update",
        "acknowledge",
        "level",
    }
    assert list(clocks["resolve"]) == CLOCK.split()


def test_a_running_clock_counts_what_is_left() -> None:
    assert clock_of("resolve", now=after("90m")) == {
        "target_seconds": 28_800,
        "calendar": "office",
        "started_at": "2026-11-23T08:00:00Z",
        "due_at": "2026-11-23T16:00:00Z",
        "elapsed_seconds": 5_400,
        "remaining_seconds": 23_400,
        "state": "running",
        "running": True,
        "breached_at": None,
        "noticed_at": None,
        "met_at": None,
    }


def test_a_breached_clock_may_still_run_and_has_less_than_nothing_left() -> None:
    late = after("4h30m") + timedelta(milliseconds=500)
    clock = clock_of("resolve", now=late, priority="P1", checked_at=[after("4h5m")])
    assert clock["remaining_seconds"] == -1_800.5
    assert (clock["state"], clock["running"]) == ("breached", True)
    assert clock["breached_at"] == "2026-11-23T12:00:00Z"
    assert clock["noticed_at"] == "2026-11-23T12:05:00Z"


def test_a_paused_clock_has_no_due() -> None:
    clock = clock_of("resolve", paused(after("1h")), now=after("3h"))
    assert (clock["state"], clock["running"], clock["due_at"]) == ("paused", False, None)
    assert clock["elapsed_seconds"] == 3_600


def test_a_duty_done_in_time_is_met() -> None:
    clock = clock_of("first_response", answered(after("1h")), now=after("2h"))
    assert (clock["state"], clock["running"]) == ("met", False)
    assert clock["met_at"] == "2026-11-23T09:00:00Z"


def test_a_duty_done_late_is_breached_and_not_met() -> None:
    clock = clock_of("first_response", answered(after("5h")), now=after("6h"))
    assert (clock["state"], clock["running"], clock["met_at"]) == ("breached", False, None)


def test_a_clock_that_the_resolution_ends_is_stopped() -> None:
    clock = clock_of("first_response", resolved(after("1h")), now=after("2h"))
    assert (clock["state"], clock["running"], clock["met_at"]) == ("stopped", False, None)


def test_after_a_reopening_the_new_clocks_are_shown() -> None:
    again = (resolved(after("1h")), reopened(after("2h")))
    clock = clock_of("resolve", *again, now=after("3h"))
    assert clock["started_at"] == "2026-11-23T10:00:00Z"
    assert clock["state"] == "running"


def test_a_target_that_is_gone_leaves_no_clock() -> None:
    lowered = edited(after("1m"), priority="P3")
    assert clock_of("update", lowered, now=after("2m"), priority="P1") is None


def test_an_escalation_tells_who_moved_it_and_why() -> None:
    history = a_history(priority="P1", checked_at=[after("1h")])
    steps: Any = document_of(TICKET, seen(history, after("1h")))["escalations"]
    assert [list(step) for step in steps] == [ESCALATION.split()] * 2
    assert [(s["n"], s["from"], s["to"], s["mode"], s["kind"]) for s in steps] == [
        (1, None, "manager", "automatic", "severity"),
        (2, "L1", "L2", "automatic", "time"),
    ]
    assert steps[1]["since"] == steps[1]["at"] == "2026-11-23T09:00:00Z"
    assert steps[1]["acknowledged_at"] is None


def test_a_request_waits_with_everything_it_said() -> None:
    asked = e.EscalationRequested(
        at=after("1h"),
        by="bo",
        ladder="functional",
        to="L2",
        approver="lead",
        asked=("lee",),
        auto_at=after("90m"),
        reason="needs a specialist",
    )
    assert document_of(TICKET, a_standing(asked))["pending_approval"] == {
        "ladder": "functional",
        "to": "L2",
        "approver": "lead",
        "asked": ["lee"],
        "by": "bo",
        "at": "2026-11-23T09:00:00Z",
        "auto_at": "2026-11-23T09:30:00Z",
        "afterwards": False,
        "reason": "needs a specialist",
        "tried": "",
        "impact_note": "",
        "next_step": "",
    }


def test_a_story_is_the_ticket_and_its_events() -> None:
    document = document_of(STORY, a_story(taken(after("1m")), now=after("2m")))
    assert list(document) == [*TICKET_NAMES.split(), "events"]
    events: Any = document["events"]
    assert [(event["seq"], event["kind"]) for event in events] == [
        (1, "ticket_logged"),
        (2, "ticket_acknowledged"),
    ]


def test_a_decision_tells_what_when_and_to_whom() -> None:
    decisions = checked(a_history(priority="P1"), after("1h"), POLICY.people)
    document = document_of(DECISION, next(x for x in decisions if x.trigger == "one-hour"))
    assert list(document) == DECISION_NAMES.split()
    assert document["from"] == "L1"
    assert document["notified"] == ["bo"]


def test_one_run_of_check_is_one_document() -> None:
    late = after("5h")
    history = a_history(priority="P1")
    run = Checked(
        now=late,
        last_check_at=None,
        active=41,
        decisions=checked(history, late, POLICY.people),
        tickets=(history.ticket,),
        errors=(Failure("T-9", "KeyError: 'x'"),),
        sent=1,
        pressing=Pressing((seen(history, late),), ()),
        left=Counts(pending=3, dead=2),
    )
    document: Any = CheckResult(run).document()
    assert list(document) == CHECK.split()
    assert document["tickets"] == 41
    assert [ticket["id"] for ticket in document["overdue"]] == ["T-12"]
    assert document["messages"] == {"sent": 1, "failed": 0, "pending": 3, "dead": 2}
    assert document["errors"] == [{"ticket": "T-9", "message": "KeyError: 'x'"}]
    assert document["last_check_at"] is None


def test_a_check_nobody_looks_at_has_nothing_pressing() -> None:
    run = Checked(
        now=MONDAY_NINE, last_check_at=MONDAY_NINE, active=0, decisions=(), tickets=(), errors=()
    )
    document = CheckResult(run).document()
    assert (document["overdue"], document["at_risk"], document["decisions"]) == ([], [], [])


def _a_story_with_everything() -> dict[str, object]:
    return document_of(
        STORY,
        a_story(
            taken(after("5m")),
            answered(after("10m")),
            title=HOSTILE,
            priority="P1",
            tags=("mail",),
            checked_at=[after("61m"), after("4h5m")],
            now=after("4h5m"),
        ),
    )


def _a_message() -> dict[str, object]:
    return document_of(
        MESSAGE,
        Message(
            key="T-12:1:one-hour:1:0:handoff:bo",
            ticket="T-12",
            kind="handoff",
            to="bo",
            text=f"T-12 {HOSTILE}",
            created_at=MONDAY_NINE,
        ),
    )


def _a_review() -> dict[str, object]:
    finished = a_standing(resolved(after("1h")), now=after("2h"))
    return document_of(
        REVIEW, OwedReview(standing=finished, due_at=MONDAY_NINE + 40 * HOUR, is_overdue=False)
    )


@pytest.mark.parametrize(
    ("name", "make"),
    [("story", _a_story_with_everything), ("message", _a_message), ("review", _a_review)],
    ids=["story", "message", "review"],
)
def test_a_document_keeps_its_shape(name: str, make: Callable[[], dict[str, object]]) -> None:
    assert_matches(f"render/{name}.json", json_text(make(), indent=True) + "\n")


def _documented(heading: str) -> list[str]:
    """Return the names in the tables of one section of the page, of its own level alone."""
    section = re.search(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert section is not None
    return re.findall(r"^\| `(\w+)` \|", section[1], re.MULTILINE)


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Ticket", [*TICKET, *PRESSURE]),
        ("Clock", CLOCK.split()),
        ("Escalation", ESCALATION.split()),
        ("Breach", BREACH.split()),
        ("Now", NOW.split()),
        ("Ticket of the page now", PAGE_TICKET),
        ("Check", CHECK.split()),
        ("Decision", DECISION),
        ("Message", MESSAGE),
        ("Review", REVIEW),
        ("Difference", DIFFERENCE),
        ("Delegation", DELEGATION),
        ("Duty", [*DUTY, *TAKEN]),
        ("Maintenance", WINDOW),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_field_is_documented_in_its_place(heading: str, names: list[str]) -> None:
    assert _documented(heading) == list(names)


def test_the_page_now_has_its_fields() -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        ("levels", "pressing", "approvals", "yours", "free", "waiting", "coming"), ()
    )
    page = NowPage(
        at=MONDAY_NINE,
        person="ana",
        active=0,
        last_check_at=None,
        awaiting_check=0,
        since=None,
        **nothing,
    )
    assert list(NowResult(page).document()) == NOW.split()


def test_a_pending_approval_is_documented() -> None:
    request = a_ticket(
        e.EscalationRequested(
            at=after("1m"), by="bo", ladder="functional", to="L2", approver="lead"
        )
    ).pending_approval
    assert request is not None
    assert set(_documented("Pending approval")) == set(request.__struct_fields__)


@pytest.mark.parametrize("kind", get_args(e.AnyEvent), ids=lambda kind: kind.__name__)
def test_every_kind_of_event_is_documented_with_its_fields(kind: type[e.Event]) -> None:
    tag = kind.__struct_config__.tag
    row = re.search(rf"^\| `{tag}` \| (.*) \|$", PAGE, re.MULTILINE)
    assert row is not None
    own = [field for field in msgspec.structs.fields(kind) if field.name not in _SHARED]
    names = [
        f"{field.encode_name}_seconds"
        if field.type in {timedelta, timedelta | None}
        else field.encode_name
        for field in own
    ]
    assert re.findall("`([a-z_]+)`", row[1]) == names


@pytest.mark.parametrize("kind", get_args(AnyStanding), ids=lambda kind: kind.__name__)
def test_every_kind_of_standing_entry_is_documented_with_its_fields(kind: type[Standing]) -> None:
    row = re.search(rf"^\| `{kind.__struct_config__.tag}` \| (.*) \|$", PAGE, re.MULTILINE)
    assert row is not None
    shared = Standing.__struct_fields__
    own = [name for name in kind.__struct_fields__ if name not in shared]
    assert re.findall("`([a-z_]+)`", row[1]) == own
