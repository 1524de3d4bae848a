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


def test_a_shift_says_who_has_what_is_open_and_what_is_due(team: Shell) -> None:
    team.log("Door badge", "-p", "P1", now="2026-11-23T08:35:00Z")
    team.log("Toner", "-p", "P4", now="2026-11-23T08:35:00Z")
    team.done("ack", "3", "--take", now="+36m")
    team.done("wait", "3", "vendor", "-m", "ordered", now="+37m")
    team.log("Lamp", now="2026-11-23T08:35:00Z")
    team.done("resolve", "4", "bulb", now="+38m")
    team.log("Chair", "-p", "P4", now="2026-11-23T08:35:00Z")
    team.done("ack", "5", "--take", now="+38m")
    team.done("release", "5", "-m", "lunch", now="+39m")
    page = team.store.parent / "shift.html"
    team.done("handoff", "--html", str(page), now="+40m")
    shown = team.done("handoff", now="+40m").stdout
    badge = "T-2 Door badge (P1, open, with ana, take 10m)"
    chair = "T-5 Chair (P4, open, free, resolve 3d 3h)"
    assert "1 press now, 3 not taken." in shown
    _, untaken, came, *_ = shown.split("\n## ")[1:]
    first, second, third = untaken.splitlines()[2:]
    assert (first, third) == (f"- {badge}", f"- {chair}")
    assert second.startswith("- T-1 Mail ")
    assert second.endswith("(P1, open, with bo, update now)")
    assert came.splitlines()[3:7] == [
        f"- {badge}",
        "- T-3 Toner (P4, waiting, with ana)",
        "- T-4 Lamp (resolved)",
        f"- {chair}",
    ]
    assert all(each in page.read_text(encoding="utf-8") for each in (badge, chair))


def test_what_changed_hands_names_its_owner_once(support: Shell) -> None:
    for title in ("Door badge", "Toner"):
        support.log(title, "-p", "P4", now="2026-11-22T08:00:00Z")
    support.done("assign", "1", "2", "bo", now="2026-11-23T08:10:00Z")
    support.done("resolve", "2", "refilled", now="2026-11-23T08:20:00Z")
    shown = support.done("handoff", now="+40m").stdout
    changed = shown.partition("## Changed hands")[2].partition("##")[0].split("\n")[2:4]
    assert changed[0].startswith("- T-1 Door badge (P4, open, with bo, ")
    assert changed[0].count("bo") == 1
    assert changed[1] == "- T-2 Toner (resolved): now bo"


def test_what_is_not_taken_is_counted_beyond_the_first(support: Shell) -> None:
    for number in range(12):
        support.log(f"Ticket {number}", "-p", "P1" if number == 11 else "P3")
    shown = support.done("handoff", now="+1m").stdout
    untaken = shown.partition("## Not taken")[2].partition("##")[0].splitlines()[2:-1]
    assert "12 not taken." in shown
    assert untaken[0].startswith("- T-12 Ticket 11 (P1, open, ")
    assert (len(untaken), untaken[-1]) == (11, "- 2 more are in escalate list")


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
