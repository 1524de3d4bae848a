"""What a ticket's status forbids, and what to do instead."""

import pytest

from tests.cli.shell import Shell

TO_REACH = {
    "open": [],
    "acknowledged": [["ack"]],
    "waiting": [["wait"]],
    "resolved": [["resolve"]],
    "closed": [["resolve"], ["close"]],
}
FORBIDDEN = {
    "open": [["close"], ["reopen"], ["resume"], ["review", "--root-cause", "x"]],
    "acknowledged": [["close"], ["reopen"], ["resume"], ["review", "--root-cause", "x"]],
    "waiting": [["close"], ["reopen"], ["review", "--root-cause", "x"]],
    "resolved": [
        ["ack"],
        ["assess"],
        ["assign", "bo"],
        ["escalate"],
        ["resolve"],
        ["resume"],
        ["wait"],
    ],
    "closed": [
        ["ack"],
        ["assess"],
        ["assign", "bo"],
        ["close"],
        ["escalate"],
        ["resolve"],
        ["resume"],
        ["wait"],
    ],
}
INSTEAD = {
    "open": "escalate ack T-1",
    "acknowledged": "escalate resolve T-1",
    "waiting": "escalate resume T-1",
    "resolved": "escalate close T-1",
    "closed": "escalate reopen T-1",
}
CASES = [
    pytest.param(status, argv, id=f"{status} {argv[0]}")
    for status, refused in FORBIDDEN.items()
    for argv in refused
]


@pytest.mark.parametrize(("status", "argv"), CASES)
def test_a_forbidden_move_names_the_status_and_what_to_do(
    support: Shell, status: str, argv: list[str]
) -> None:
    support.log("Mail is slow")
    for verb, *rest in TO_REACH[status]:
        support.done(verb, "1", *rest)
    before = support.file()
    verb, *rest = argv
    refused = support(verb, "1", *rest)
    assert (refused.stdout, refused.code) == ("", 1)
    assert refused.stderr.startswith(f"escalate: error: T-1 is {status}: it cannot be ")
    assert f"help: {INSTEAD[status]}" in refused.stderr
    assert support.file() == before


@pytest.mark.parametrize(
    ("argv", "status"),
    [
        (["ack"], "acknowledged"),
        (["assess"], "acknowledged"),
        (["wait"], "waiting"),
        (["escalate"], "open"),
        (["resolve"], "resolved"),
        (["note", "seen"], "open"),
        (["complain"], "open"),
        (["assign", "bo"], "open"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_move_leads_where_it_should(support: Shell, argv: list[str], status: str) -> None:
    support.log("Mail is slow", "-p", "P4")
    verb, *rest = argv
    done = support.done(verb, "1", *rest)
    assert (done.rows[0][1], done.stderr) == (status, "")


def test_the_top_of_a_ladder_is_the_end_of_it(support: Shell) -> None:
    support.log("Mail is slow", "-p", "P1")
    support.done("escalate", "1", "--to", "L3")
    refused = support("escalate", "1")
    assert refused.code == 1
    assert "T-1 is at level L3, which is the highest" in refused.stderr
    assert "--to LEVEL" in refused.stderr


def test_an_escalation_never_goes_down(support: Shell) -> None:
    support.log("Mail is slow")
    support.done("escalate", "1")
    refused = support("escalate", "1", "--to", "L1")
    assert refused.code == 1
    assert "T-1 is at L2 already: it cannot be escalated to L1" in refused.stderr


def test_only_one_of_two_people_moves_a_ticket_from_where_both_saw_it(support: Shell) -> None:
    support.log("Mail is slow")
    support.done("escalate", "1", "--expect-level", "L1")
    refused = support("escalate", "1", "--expect-level", "L1")
    assert refused.code == 1
    assert "T-1 is at L2, no longer at L1" in refused.stderr


def test_a_second_acknowledgement_is_recorded_and_a_repeated_one_is_not(support: Shell) -> None:
    support.log("Mail is slow")
    for person in ("ana", "bo", "ana"):
        support.done("ack", "1", "--as", person)
    assert support.kinds() == ["ticket_logged", "ticket_acknowledged", "ticket_acknowledged"]
    assert support.show()["owner"] == "ana"
