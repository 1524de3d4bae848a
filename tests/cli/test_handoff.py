"""`handoff`: the shift, or some tickets, on one page."""

import json

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def team(support: Shell) -> Shell:
    """Log a ticket that was tried in vain and went up."""
    support.log("Mail <b>is</b> down", "-p", "P1", now="2026-11-23T08:10:00Z")
    support.done("ack", "1", "--take", now="+20m")
    support.done(
        *("escalate", "1", "--to", "L2", "-m", "needs root"),
        *("--tried", "rebooted *twice*", "--next-step", "read the log"),
        now="+30m",
    )
    return support


def test_a_shift_is_handed_over_in_markdown(team: Shell) -> None:
    shown = team.done("handoff", "-m", "the vendor calls\n- back", now="+40m").stdout
    assert shown.startswith("# Shift Mon 2026-11-23 ")
    assert "1 ticket came, 0 resolved, 1 climbed;" in shown
    assert "## A word to the next shift\n\n> the vendor calls  \n> \\- back\n" in shown
    assert "### T-1 Mail \\<b\\>is\\</b\\> down\n" in shown
    assert "> tried: rebooted \\*twice\\*  \n> next step: read the log\n" in shown
    assert "## On duty\n" in shown


def test_tickets_are_handed_over_by_their_ids(team: Shell) -> None:
    told = json.loads(team.done("handoff", "1", "--json", now="+40m").stdout)
    assert told["title"] == "Hand-off of T-1"
    assert told["sections"][0]["title"] == "T-1 Mail <b>is</b> down"
    assert "read the log" in told["sections"][0]["quoted"]


def test_it_may_be_a_page(team: Shell) -> None:
    file = team.store.parent / "shift.html"
    team.done("handoff", "--html", str(file), now="+40m")
    assert "Mail &lt;b&gt;is&lt;/b&gt; down" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("handoff", "1", "-m", "x"), "--since and -m are for a shift"),
        (("handoff", "--since", "2026-11-29"), "the shift has not begun"),
    ],
    ids=["a word on a ticket", "in the future"],
)
def test_what_cannot_be_is_refused(team: Shell, argv: tuple[str, ...], said: str) -> None:
    refused = team(*argv, now="+40m")
    assert (refused.code, refused.stdout) == (2, "")
    assert said in refused.stderr
