"""The public JSON as types: what each field of a document holds; see docs/json.md."""

from typing import TypedDict


class Clock(TypedDict):
    """The latest run of a clock in the ticket's cycle; instants are RFC 3339 in UTC."""

    target_seconds: int | float
    calendar: str
    started_at: str
    due_at: str | None
    elapsed_seconds: int | float
    remaining_seconds: int | float
    state: str
    running: bool
    breached_at: str | None
    noticed_at: str | None
    met_at: str | None


Escalation = TypedDict(
    "Escalation",
    {
        "n": int,
        "ladder": str,
        "from": str | None,
        "to": str,
        "mode": str,
        "kind": str | None,
        "trigger": str | None,
        "reason": str,
        "since": str,
        "at": str,
        "by": str,
        "approved_by": str | None,
        "acknowledged_at": str | None,
    },
)
"""One move up a ladder."""


class Excuse(TypedDict):
    """Why a breach counts no longer, and who says so."""

    by: str
    at: str
    reason: str


class Breach(TypedDict):
    """A missed target, with what was true when it was missed."""

    clock: str
    cycle: int
    priority: str
    owner: str | None
    level: str
    due_at: str
    breached_at: str
    noticed_at: str | None
    overrun_seconds: int | float
    excused: Excuse | None


class PendingApproval(TypedDict):
    """A request that waits for somebody's yes."""

    ladder: str
    to: str
    approver: str
    asked: list[str]
    by: str
    at: str
    auto_at: str | None
    afterwards: bool
    reason: str
    tried: str
    impact_note: str
    next_step: str


class Ticket(TypedDict):
    """A ticket as `list --json` shows it."""

    schema: int
    id: str
    uid: str
    title: str
    description: str
    status: str
    priority: str
    impact: str | None
    urgency: str | None
    category: str | None
    service: str | None
    customer: str | None
    vip: bool
    tags: list[str]
    skills: list[str]
    requester: str | None
    stakeholders: list[str]
    owner: str | None
    team: str | None
    level: str
    management_level: str | None
    cycle: int
    policy: str
    logged_at: str
    updated_at: str
    acknowledged_at: str | None
    resolved_at: str | None
    closed_at: str | None
    reviewed_at: str | None
    resolution: str | None
    due_at: str | None
    next_at: str | None
    waiting_for: str | None
    key: str | None
    source: str | None
    complaints: int
    clocks: dict[str, Clock | None]
    escalations: list[Escalation]
    pending_approval: PendingApproval | None
    overdue: bool
    overdue_seconds: int | float | None
    worst_clock: str | None
    breaches: list[Breach]
    outcome: str | None
    duplicate_of: str | None
    related: list[str]
    agreed_due_at: str | None


Decision = TypedDict(
    "Decision",
    {
        "key": str,
        "ticket": str,
        "trigger": str | None,
        "type": str,
        "since": str,
        "noticed_at": str,
        "action": str,
        "from": str | None,
        "to": str | None,
        "notified": list[str],
        "superseded": str | None,
        "reason": str,
        "routed": str,
    },
)
"""What the policy decided about one finding."""


class MessageCounts(TypedDict):
    """Messages that this run sent, and those that wait or were given up."""

    sent: int
    failed: int
    pending: int
    dead: int


class Failure(TypedDict):
    """A ticket that could not be checked, and why."""

    ticket: str
    message: str


class MaintenanceWindow(TypedDict):
    """Planned work, and the open tickets that it is for."""

    change: int | None
    state: str
    when: str
    since: str
    until: str
    why: str
    tickets: list[str]


class MissedBeat(TypedDict):
    """A heartbeat whose absence this run logged; with `dry_run` neither is known."""

    key: str
    since: str
    ticket: str | None
    is_new: bool | None


class Check(TypedDict):
    """One run of `check`: what it did, and what presses after it."""

    schema: int
    now: str
    last_check_at: str | None
    tickets: int
    heartbeats: list[MissedBeat]
    decisions: list[Decision]
    overdue: list[Ticket]
    at_risk: list[Ticket]
    messages: MessageCounts
    errors: list[Failure]
    maintenance: list[MaintenanceWindow]
