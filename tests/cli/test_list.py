"""`list`: filters, order and looks."""

import re
import subprocess
from collections.abc import Callable

import pytest

from escalate_cli.render.parts.words.urgency_marks import (
    AT_RISK,
    ESCALATED,
    OVERDUE,
    WAITS,
    WANTS_YES,
)
from tests.cli.shell import PROGRAM, Result, Shell


@pytest.fixture
def board(support: Shell) -> Shell:
    """Log four tickets of different standing, of which nobody owns the second."""
    support.log("Mail is down", "-p", "P1", "--tag", "mail", "--customer", "acme")
    _share_first_level(support)
    support.log("Printer jams", "-p", "P4")
    support.log("VPN drops", "-p", "P2", "--tag", "net")
    support.log("Old monitor", "-p", "P3")
    support.done("ack", "3", "--take", "--as", "bo", now="+5m")
    support.done("resolve", "4", now="+6m")
    return support


def _share_first_level(shell: Shell) -> None:
    """Let several people share the first level, so that nobody owns what is logged."""
    shell.amend("members: [ana]", "members: [ana, lee]")


def ids(result: Result) -> list[str]:
    """Name the tickets of a list, in its order."""
    return [row[0] for row in result.rows]


def test_a_pipe_has_the_order_of_a_terminal(board: Shell, terminal: Callable[..., Result]) -> None:
    board.done("wait", "3", "--as", "bo", "-m", "for the vendor", now="+28h")
    listed = ids(board.done("list", "--all", now="+29h"))
    shown = terminal("list", "--all", "-n", "0", "--now", "+29h").plain
    assert listed == ["T-1", "T-3", "T-2", "T-4"]
    assert re.findall(r"T-\d", shown) == listed
    assert ids(board.done("list", "-n", "2", now="+29h")) == listed[:2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ([], ["T-1", "T-2", "T-3"]),
        (["--all"], ["T-1", "T-2", "T-3", "T-4"]),
        (["is:overdue"], ["T-1"]),
        (["is:breached"], ["T-1"]),
        (["is:mine", "--as", "bo"], ["T-1", "T-3"]),
        (["is:free"], ["T-1", "T-2"]),
        (["-tag:net"], ["T-1", "T-2"]),
        (["not:tag:net"], ["T-1", "T-2"]),
        (["mail", "-tag:net", "-n", "0"], ["T-1"]),
        (["-status:open", "-a"], ["T-3", "T-4"]),
        (["-owner:-"], ["T-1", "T-3"]),
        (["due:<0s"], ["T-1"]),
        (["logged:today", "updated:<16m"], ["T-3"]),
        (["resolved:>=2026-11-23"], ["T-4"]),
        (["is:unacknowledged"], ["T-1", "T-2"]),
        (["is:vip"], ["T-1"]),
        (["is:escalated"], ["T-1"]),
        (["status:resolved"], ["T-4"]),
        (["--status", "acknowledged"], ["T-3"]),
        (["priority:P1,P2"], ["T-1", "T-3"]),
        (["-a", "priority:p3"], ["T-4"]),
        (["tag:net"], ["T-3"]),
        (["--customer", "acme"], ["T-1"]),
        (["owner:bo"], ["T-1", "T-3"]),
        (["owner:@me", "--as", "bo"], ["T-1", "T-3"]),
        (["owner:-"], ["T-2"]),
        (["mail"], ["T-1"]),
        (['"vpn drops"'], ["T-3"]),
        (["status:open", "printer"], ["T-2"]),
        (["level:L3"], []),
    ],
    ids=lambda value: " ".join(value) or "all" if value and value[0][:2] != "T-" else "",
)
def test_a_query_finds_its_tickets(board: Shell, query: list[str], expected: list[str]) -> None:
    found = board("list", *query, now="+20m")
    assert (found.stderr, found.code) == ("", 0)
    assert sorted(ids(found)) == expected


def test_overdue_comes_first_then_the_next_due(board: Shell) -> None:
    assert ids(board.done("list", now="+20m")) == ["T-1", "T-2", "T-3"]
    dues = [row[0] for row in board.done("list", "--fields", "due_at", now="+20m").rows]
    assert dues == sorted(dues)


def test_fields_are_chosen_in_the_order_asked_for(board: Shell) -> None:
    rows = board.done("list", "--fields", "title,id,overdue", "--header", now="+20m").rows
    assert rows[:2] == [["title", "id", "overdue"], ["Mail is down", "T-1", "true"]]


def test_json_lines_hold_one_ticket_each(board: Shell) -> None:
    lines = board.done("list", "--jsonl", "--fields", "id,status", now="+20m").stdout
    assert lines.splitlines()[0] == '{"id":"T-1","status":"open"}'
    assert lines.count("\n") == 3


def test_every_field_is_always_there(board: Shell) -> None:
    tickets = board.done("list", "--all", "--json").data
    assert len({tuple(ticket) for ticket in tickets}) == 1
    assert {ticket["schema"] for ticket in tickets} == {1}


def test_an_empty_list_is_an_answer(escalate: Shell) -> None:
    assert escalate("list") == Result("", "", 0)
    assert escalate("list", "--json") == Result("[]\n", "", 0)
    assert escalate("list", "--jsonl") == Result("", "", 0)


@pytest.mark.parametrize(
    ("argv", "error", "advice"),
    [
        (["is:late"], "'is:late' is nothing a query can ask for", "is:overdue, is:breached"),
        (["colour:red"], "'colour' is nothing a query can ask for", "status, priority"),
        (["not tag:spam"], "'not' is no word of a query", "-tag:spam"),
        (["-tga:spam"], "'tga' is nothing a query can ask for", "did you mean 'tag:'?"),
        (["-is:braeched"], "'is:braeched' is nothing", "did you mean 'is:breached'?"),
        (["due<2h"], "'due<2h' is no word of a query", "did you mean 'due:'?"),
        (["due:soon"], "'due:soon': 'soon' is not a point in time", "due:<2h"),
        (["tag:"], "'tag:' asks for nothing", "tag:- is without one"),
        (["\u202etag:\x1b[31m"] * 2, "'<U+202E>tag' is nothing", "did you mean 'tag:'?"),
        (["x" * 9000 + ":y"], "xxxxx' is nothing", "known are"),
        (["due:<" + "9" * 5000 + "h"], "is not a point in time", "due:<2h"),
        (["status:asleep"], "there is no status 'asleep'", "open, acknowledged, waiting"),
        (["priority:P9"], "there is no priority 'P9'", "P1, P2, P3, P4"),
        (["level:L9"], "there is no level 'L9'", "L1, L2, L3"),
        (["--fields", "id,titel"], "titel", "title"),
        (['"open'], "has an open quotation mark", ""),
        (["--json", "--table"], "--json and --table exclude each other", "choose one"),
        (["--limit", "few"], "invalid value for '-n' / '--limit'", ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_asked_is_refused(
    escalate: Shell, argv: list[str], error: str, advice: str
) -> None:
    refused = escalate("list", *argv)
    assert (refused.stdout, refused.code) == ("", 2)
    assert error in refused.stderr
    assert advice in refused.stderr


def test_a_terminal_shows_the_same_tickets_as_a_pipe(
    board: Shell, terminal: Callable[..., Result]
) -> None:
    piped = ids(board.done("list", now="+20m"))
    shown = terminal("list", "--now", "+20m")
    assert re.findall(r"T-\d+", shown.plain) == piped
    assert "3 tickets · 1 overdue" in shown.plain


def test_where_a_whole_name_finds_nothing_a_part_of_it_is_offered(
    board: Shell, terminal: Callable[..., Result]
) -> None:
    board.log("Toner", "-r", "meera@acme.example")
    found = terminal("list", "requester:Meera").plain
    assert found == "no tickets\n'meera' is compared with whole names; with parts: list 'meera'\n"
    assert "Toner" in terminal("list", "meera").plain
    assert terminal("list", "service:meera").plain == "no tickets\n"
    assert board.done("list", "requester:Meera").stderr == ""


def test_where_a_text_is_in_no_open_ticket_the_finished_ones_are_offered(
    board: Shell, terminal: Callable[..., Result]
) -> None:
    board.log("Toner is out", "-p", "P4")
    board.done("resolve", "5", "refilled", now="+5m")
    offered = "no tickets\nonly open tickets were looked at; finished ones too: search "
    assert terminal("list", "toner is").plain == f"{offered}'toner is'\n"
    assert terminal("list", "toner", "--tag", "x").plain == f"{offered}toner 'tag:\"x\"'\n"
    assert terminal("mine", "paper").plain == f"{offered}is:mine paper\n"
    assert "Toner is out" in terminal("search", "toner is").plain
    for asked in (("--all", "paper"), ("status:closed", "paper"), ("tag:x",)):
        assert terminal("list", *asked).plain == "no tickets\n"
    piped = board.done("list", "toner is")
    assert (piped.stdout, piped.stderr) == ("", "")


def test_a_reader_may_leave(board: Shell) -> None:
    for number in range(40):
        board.log(f"Ticket {number}")
    line = f"{PROGRAM} list | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["/bin/bash", "-c", line],
        env=board.env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.count("\n") == 1


def test_what_was_breached_is_found_when_it_is_finished_and_in_earlier_cycles(
    support: Shell,
) -> None:
    support.log("Mail is down", "-p", "P1")
    support.log("Printer jams", "-p", "P4")
    support.done("ack", "1", "2", "--take", "--as", "bo", now="+5m")
    support.done("resolve", "1", "2", now="+20h")
    assert ids(support.done("list", "is:breached", now="+20h")) == []
    assert ids(support.done("list", "--all", "is:breached", now="+20h")) == ["T-1"]
    support.done("reopen", "1", "-m", "again", now="+20h5m")
    assert ids(support.done("list", "is:breached", now="+20h5m")) == ["T-1"]
    assert ids(support.done("list", "is:overdue", now="+20h5m")) == []


def test_free_text_is_found_in_notes_resolutions_and_the_archive(support: Shell) -> None:
    support.log("Mail is down", "-r", "kim@acme.org", "-d", "since eight")
    support.done("note", "1", "Überlast auf db7", now="+1m")
    support.done("resolve", "1", "-m", "replaced the disk", "--as", "ana", now="+2m")
    support.done("close", "1", now="+3m")
    later = "2027-01-11T09:00:00+01:00"
    support.done("check", now=later)
    assert (support.store / "archive" / "0001.json").is_file()
    for word in ("überlast", "DISK", "acme.org", "eight", "-zebra"):
        assert ids(support.done("list", "--all", "--", word, now=later)) == ["T-1"]
        assert ids(support.done("list", "--", word, now=later)) == []
    assert ids(support.done("list", "--all", "zebra", now=later)) == []


@pytest.mark.parametrize(
    "argv",
    [
        ["report", "-customer:acme", "--json"],
        ["policy", "replay", "--only", "-customer:acme", "--json"],
        ["policy", "replay", "--only=-customer:acme", "--json"],
    ],
    ids=" ".join,
)
def test_every_command_that_takes_a_query_takes_a_negation(board: Shell, argv: list[str]) -> None:
    told = board.done(*argv, now="+20m").data
    assert (told["tickets"]["n"], told["tickets"]["left_out"]["unmatched"]) == (3, 1)


@pytest.mark.parametrize(
    "argv",
    [
        ["report", "not tag:x"],
        ["policy", "replay", "--only", "not tag:x"],
        ["policy", "apply", "--only", "not tag:x"],
    ],
    ids=lambda argv: " ".join(argv[:-1]),
)
def test_every_command_that_takes_a_query_refuses_one_that_is_wrong(
    board: Shell, argv: list[str]
) -> None:
    refused = board(*argv, now="+20m")
    assert (refused.stdout, refused.code) == ("", 2)
    assert refused.stderr.startswith("escalate: error: 'not' is no word of a query\nhelp: ")


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        ("boo", "the policy does not know 'boo'; did you mean 'bo'?\n"),
        ("bo", ""),
        ("-", ""),
        ("zacharias", ""),
    ],
    ids=["a slip", "a person", "nobody", "like nobody"],
)
def test_an_owner_that_is_like_a_person_is_asked_about(
    support: Shell, owner: str, said: str
) -> None:
    asked = support.done("list", f"owner:{owner}")
    assert (asked.stdout, asked.stderr) == ("", said)


def test_help_says_what_is_short_in_the_list(escalate: Shell) -> None:
    page = " ".join(escalate.done("list", "--help").stdout.split())
    signs = (
        f"{OVERDUE} overdue, {AT_RISK} at risk, {WANTS_YES} wants a yes, {WAITS} waits, "
        f"{ESCALATED} was escalated"
    )
    for said in (signs, "L2+m: at L2", "+1: one more clock"):
        assert said in page
