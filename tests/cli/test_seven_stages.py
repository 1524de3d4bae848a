"""One critical issue, from the log to the review, as a team would type it."""

import shlex
from typing import Any, NamedTuple

import pytest

from tests.cli.shell import Result, Shell

TITLE = "VPN drops for building 4"


class Stage(NamedTuple):
    """What is typed, what it prints, and the events that it writes."""

    typed: str
    printed: str
    kinds: list[str]


def row(*cells: str) -> str:
    """Write the ticket as a pipe gets it."""
    return "\t".join(["T-1", *cells, TITLE]) + "\n"


STAGES = [
    Stage(f"log '{TITLE}' -r kim", "T-1\n", ["ticket_logged"]),
    Stage(
        "assess T-1 --impact high --urgency high --now +5m",
        row("acknowledged", "P1", "L1", "manager", "ana", "2026-11-23T08:35:00Z", "false"),
        ["ticket_assessed", "trigger_fired", "ticket_escalated"],
    ),
    Stage(
        "note T-1 'we are on it' --public --now +25m",
        row("acknowledged", "P1", "L1", "manager", "ana", "2026-11-23T08:55:00Z", "false"),
        ["note_added"],
    ),
    Stage(
        "check --now +60m",
        f"T-1 P1 update: breached, due 2026-11-23T08:55:00Z ({TITLE})\n"
        f"T-1 P1 p1-one-hour: L1 -> L2, notice to bo ({TITLE})\n",
        ["target_breached", "trigger_fired", "ticket_escalated"],
    ),
    Stage(
        "ack T-1 --as bo --now +65m",
        row("acknowledged", "P1", "L2", "manager", "bo", "2026-11-23T08:55:00Z", "true"),
        ["ticket_acknowledged"],
    ),
    Stage(
        "escalate T-1 --to L3 -m 'needs a network engineer' --tried reboot --as bo --now +70m",
        row("open", "P1", "L3", "manager", "cy", "2026-11-23T08:55:00Z", "true"),
        ["ticket_escalated", "trigger_fired"],
    ),
    Stage(
        "ack T-1 --as cy --now +75m",
        row("acknowledged", "P1", "L3", "manager", "cy", "2026-11-23T08:55:00Z", "true"),
        ["ticket_acknowledged"],
    ),
    Stage(
        "resolve T-1 -m 'replaced a switch' --as cy --now +2h",
        row("resolved", "P1", "L3", "manager", "cy", "", "false"),
        ["ticket_resolved"],
    ),
    Stage(
        "close T-1 -m 'the customer confirms' --now +3h",
        row("closed", "P1", "L3", "manager", "cy", "", "false"),
        ["ticket_closed"],
    ),
    Stage(
        "review --due --now +3h",
        f"T-1\tP1\tcy\t2026-11-23T10:00:00Z\t2026-11-30T10:00:00Z\tfalse\t{TITLE}\n",
        [],
    ),
    Stage(
        "review T-1 --root-cause 'a failing switch' --now +4h",
        row("closed", "P1", "L3", "manager", "cy", "", "false"),
        ["review_recorded"],
    ),
    Stage("review --due --now +4h", "", []),
]


@pytest.fixture
def told(support: Shell) -> list[tuple[Result, list[str]]]:
    """Type every stage; give what each one said, and the events it wrote."""
    written = []
    known = 0
    for stage in STAGES:
        result = support(*shlex.split(stage.typed))
        kinds = support.kinds()
        written.append((result, kinds[known:]))
        known = len(kinds)
    return written


def test_each_stage_says_and_writes_what_it_should(told: list[tuple[Result, list[str]]]) -> None:
    assert told == [(Result(stage.printed, "", 0), stage.kinds) for stage in STAGES]


def test_the_story_holds_every_move(support: Shell, told: list[tuple[Result, list[str]]]) -> None:
    moves = [
        (move["from"], move["to"], move["mode"], move["by"])
        for move in support.show()["escalations"]
    ]
    assert moves == [
        (None, "manager", "automatic", "policy"),
        ("L1", "L2", "automatic", "policy"),
        ("L2", "L3", "manual", "bo"),
    ]


def test_the_director_hears_that_it_reached_the_third_level(
    support: Shell, told: list[tuple[Result, list[str]]]
) -> None:
    fired = [event for event in support.show()["events"] if event["kind"] == "trigger_fired"]
    assert [(event["trigger"], event["notified"]) for event in fired] == [
        ("critical", ["max"]),
        ("p1-one-hour", ["bo"]),
        ("inform-director", ["dora"]),
    ]


def test_what_was_tried_travels_with_the_ticket(
    support: Shell, told: list[tuple[Result, list[str]]]
) -> None:
    handed: dict[str, Any] = next(
        event for event in support.show()["events"] if event.get("mode") == "manual"
    )
    assert (handed["tried"], handed["reason"]) == ("reboot", "needs a network engineer")


def test_the_histories_hold_in_the_end(
    support: Shell, told: list[tuple[Result, list[str]]]
) -> None:
    assert support("verify").code == 0
