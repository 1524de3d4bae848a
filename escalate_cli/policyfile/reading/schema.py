"""Every key of a policy file and of its tests, by the place it stands in.

A capital word in a path stands for a name that the file chooses, `[]` for each item of a list.
Trigger settings are not here: they are the fields of the trigger's class.
"""

from escalate_cli.domain.policy.rules import CLOCKS, FUNCTIONAL, MANAGEMENT
from escalate_cli.domain.ticket.matching import FIELDS
from escalate_cli.domain.time.opening_hours import WEEKDAYS

FILE = "file"
CALENDAR = "calendars.NAME"
CHANNEL = "channels.NAME"
PERSON = "people.NAME"
QUIET = "people.NAME.quiet"
TEAM = "teams.NAME"
ROTA = "teams.NAME.on_call"
OVERRIDE = "teams.NAME.on_call.overrides[]"
LADDERS = "ladders"
LEVEL = "ladders.LADDER[]"
APPROVAL = "ladders.LADDER[].approval"
CUSTOMER = "customers.NAME"
TARGET = "targets[]"
TRIGGER = "triggers[]"
REPEAT = "triggers[].repeat"
REVIEW = "review"
HANDOFF = "handoff"
SUBSCRIPTION = "subscribe[]"
WHEN = "when"

TESTS = "tests file"
TEST = "tests[]"
STEP = "tests[].steps[]"
EXPECT = "tests[].steps[].expect"
DUE = "tests[].steps[].expect.due"
TICKET = "tests[].ticket"

KEYS: dict[str, tuple[str, ...]] = {
    FILE: (
        "version",
        "name",
        "timezone",
        "calendars",
        "priorities",
        "default_priority",
        "matrix",
        "channels",
        "people",
        "teams",
        LADDERS,
        "customers",
        "targets",
        "triggers",
        "messages",
        REVIEW,
        HANDOFF,
        "subscribe",
        "close_after",
        "retain",
        "pauses",
        "at_risk",
        "catch_up",
    ),
    CALENDAR: ("timezone", "holidays", *WEEKDAYS),
    CHANNEL: ("subscribe",),
    PERSON: ("name", "logins", "contact", "skills", "quiet"),
    QUIET: ("outside", "unless"),
    TEAM: ("members", "skills", "hours", "fallback", "on_call", "quiet"),
    ROTA: ("every", "starts", "timezone", "order", "overrides"),
    OVERRIDE: ("from", "until", "person"),
    LADDERS: (FUNCTIONAL, MANAGEMENT),
    LEVEL: ("level", "name", "team", "person", "approval"),
    APPROVAL: ("by", "unless", "auto_after"),
    CUSTOMER: ("vip", "contact"),
    TARGET: (WHEN, "calendar", *CLOCKS),
    TRIGGER: (
        "type",
        "name",
        WHEN,
        "escalate",
        "notify",
        "set_priority",
        "repeat",
        "message",
    ),
    REPEAT: ("every", "times"),
    REVIEW: ("required_for", "within", "calendar"),
    HANDOFF: ("required",),
    SUBSCRIPTION: (WHEN, "people"),
    WHEN: (*FIELDS, "not"),
}

KEYS_OF_TESTS: dict[str, tuple[str, ...]] = {
    TESTS: ("tests",),
    TICKET: (),
    TEST: ("name", "at", "by", "ticket", "steps"),
    STEP: ("after", "at", "do", "by", "refused", "expect"),
    EXPECT: (
        "status",
        "priority",
        "level",
        "management",
        "owner",
        "team",
        "pending_approval",
        "breached",
        "due",
        "fired",
        "notified",
    ),
    DUE: CLOCKS,
}
"""Every key of a file of tests; those of a ticket and of a verb are the fields of their classes."""
