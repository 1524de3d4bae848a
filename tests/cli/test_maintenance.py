"""Planned work: while a window is on the policy is silent; what still holds then is told once."""

import pytest

from tests.cli.shell import Shell

POLICY = """\
version: 1
name: planned work
timezone: Europe/Berlin
priorities: [P1, P2, P3]
default_priority: P2
people: {ana: {}, di: {}, lee: {}}
teams:
  ops: {members: [ana]}
  net: {members: [di]}
ladders:
  functional: [{level: L1, team: ops}, {level: L2, team: net}]
targets: [{acknowledge: 15m, resolve: 8h}]
triggers:
  - {type: severity, name: new, when: {level: L1}, notify: L1}
  - {type: clock, name: unacknowledged, clock: acknowledge, at: 100%, notify: lee,
     repeat: {every: 30m}}
  - {type: clock, name: slow, clock: resolve, at: 50%, escalate: next}
"""
WINDOW = "maintenance: [{when: {service: db}, from: 2026-11-23 22:00, until: 2026-11-24 02:00}]\n"
NEXT_DAY = "2026-11-24T12:00:00+01:00"


def at(hour: str) -> str:
    """Return an instant of the night of the work, by Berlin's clock."""
    return f"2026-11-{24 if hour < '12' else 23}T{hour}:00+01:00"


@pytest.fixture
def night(escalate: Shell) -> Shell:
    """Plan work on a service, of which a ticket has been told before."""
    escalate.store.mkdir()
    policy(escalate, WINDOW)
    escalate.log("db is slow", "--service", "db", now=at("21:30"))
    escalate.done("check", now=at("21:46"))
    keys = [row[0] for row in escalate.done("outbox", "list", "--fields", "key").rows]
    for key in keys:
        escalate.done("outbox", "drop", key, now=at("21:46"))
    return escalate


def policy(escalate: Shell, windows: str) -> None:
    escalate.follow(POLICY + windows)


def queued(escalate: Shell, now: str) -> list[list[str]]:
    """Return ticket, kind and recipient of each message that waits."""
    fields = "ticket,kind,to"
    return escalate.done("outbox", "list", "--fields", fields, now=now).rows


def differences(escalate: Shell, now: str) -> int:
    """Return how many tickets differ in a replay of their own history."""
    same = ("policy", "replay", "--since", "1000w", "--json")
    return int(escalate.done(*same, now=now).data["tickets"]["differ"])


def test_in_a_window_nobody_is_told_and_others_are_as_usual(night: Shell) -> None:
    night.log("db restarts", "--service", "db", now=at("22:30"))
    night.log("web is slow", "--service", "web", now=at("22:30"))
    checked = night.done("check", now=at("23:00"))
    assert [row.split(" ")[0] for row in checked.stdout.splitlines()] == ["T-3", "T-3"]
    assert {row[0] for row in queued(night, at("23:00"))} == {"T-3"}
    before = night.file()
    assert night("check", now=at("23:10")).stdout == ""
    assert night.file() == before


def test_at_its_end_what_still_holds_is_told_once_and_nothing_that_was_told(night: Shell) -> None:
    night.log("db restarts", "--service", "db", now=at("22:30"))
    night.done("check", now=at("01:59"))
    assert queued(night, at("01:59")) == []
    ended = night.done("check", now=at("02:01"))
    assert ended.stdout.splitlines() == [
        "T-2 P2 new: notice to ana (db restarts)",
        "T-2 P2 acknowledge: breached, due 2026-11-23T21:45:00Z (db restarts)",
        "T-2 P2 unacknowledged: notice to lee (db restarts)",
        "T-1 P2 slow: L1 -> L2, notice to di (db is slow)",
    ]
    assert night("check", now=at("02:02")).stdout == ""


def test_what_is_done_in_a_window_is_told_and_names_it(night: Shell) -> None:
    night.done("escalate", "1", "--to", "L2", "-m", "stuck", now=at("22:30"))
    assert queued(night, at("22:30")) == [["T-1", "handoff", "di"]]
    window = {
        "kind": "maintenance",
        "from": "2026-11-23T21:00:00Z",
        "until": "2026-11-24T01:00:00Z",
    }
    events = {each["kind"]: each["window"] for each in night.show(now=at("22:31"))["events"]}
    assert (events["ticket_escalated"], events["ticket_logged"]) == (window, None)


def test_why_and_forecast_say_what_is_held_until_when(night: Shell) -> None:
    [slow] = [
        rule
        for rule in night.done("why", "1", "--json", now=at("01:45")).data["triggers"]
        if rule["trigger"] == "slow"
    ]
    assert (slow["state"], slow["since"]) == ("held", "2026-11-24T00:30:00Z")
    assert slow["held_by"] == {
        "kind": "maintenance",
        "from": "2026-11-23T21:00:00Z",
        "until": "2026-11-24T01:00:00Z",
    }
    shown = " ".join(night.done("why", "1", "--table", now=at("01:45")).stdout.split())
    assert "resolve clock reached 50% of 8h, held by maintenance until 02:00" in shown
    ahead = night.done("forecast", "1", "--for", "8h", "--json", now=at("21:50")).data
    assert ahead["decisions"][0]["noticed_at"] == "2026-11-24T01:00:00Z"


def test_histories_say_themselves_when_it_was_silent(night: Shell) -> None:
    night.log("db restarts", "--service", "db", now=at("22:30"))
    wait = ("wait", "2", "--for", "vendor", "--until", at("23:30"), "-m", "a part")
    night.done(*wait, now=at("22:45"))
    night.done("note", "1", "still at it", now=at("23:00"))
    for hour in ("23:15", "23:45", "02:01", "02:31", "06:00"):
        night.done("check", now=at(hour))
    assert differences(night, NEXT_DAY) == 0
    policy(night, "")
    assert differences(night, NEXT_DAY) == 0
    assert night("verify", now=NEXT_DAY).code == 0


def test_a_window_that_is_cut_short_ends_at_the_next_check(night: Shell) -> None:
    night.log("db restarts", "--service", "db", now=at("22:30"))
    night.done("check", now=at("23:00"))
    policy(night, WINDOW.replace("2026-11-24 02:00", "2026-11-23 23:10"))
    assert "T-2 P2 new: notice to ana (db restarts)" in night.done("check", now=at("23:15")).stdout
    assert night("check", now=at("23:16")).stdout == ""
    policy(night, "")
    assert differences(night, at("23:17")) == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("[{from: 2026-11-23 22:00}]", "missing key 'until'"),
        ("[{until: 2026-11-23 22:00}]", "missing key 'from'"),
        ("[{from: 2026-11-24, until: 2026-11-23}]", "the window ends before it begins"),
        ("[{from: 2026-11-23, until: 2026-11-23}]", "the window ends before it begins"),
        ("[{from: 2026-11-23, until: 2026-11-24, when: {priority: P9}}]", "unknown priority 'P9'"),
        ("[{from: 2026-11-23, until: 2027-11-24}]", "warning: the window lasts 366d"),
    ],
)
def test_a_mistaken_or_doubtful_window_is_named(escalate: Shell, given: str, said: str) -> None:
    escalate.store.mkdir()
    policy(escalate, f"maintenance: {given}\n")
    checked = escalate("policy", "check")
    assert said in checked.stdout + checked.stderr
    assert checked.code == (0 if "warning" in said else 1)


PLAN = ("maintenance", "add", "--when", "service:db", "--until", "+2h", "-m", "new disk")


def test_planned_work_is_announced_listed_and_ended(escalate: Shell) -> None:
    escalate.store.mkdir()
    policy(escalate, "")
    escalate.log("db is slow", "--service", "db", now=at("21:30"))
    [added] = escalate.done(*PLAN, "--json", now=at("21:40")).stdout.splitlines()
    listed = escalate.done("maintenance", "list", "--json", now=at("21:50")).data
    assert listed == [
        {
            "change": 2,
            "state": "on",
            "when": "service db",
            "since": "2026-11-23T20:40:00Z",
            "until": "2026-11-23T22:40:00Z",
            "why": "new disk",
            "tickets": ["T-1"],
        }
    ]
    assert (
        f"[{added}]" == escalate.done("maintenance", "list", "--json", now=at("21:50")).stdout[:-1]
    )
    assert escalate("check", now=at("21:50")).stdout == ""
    ended = escalate.done("maintenance", "end", "2", now=at("22:00"))
    assert (ended.stdout, ended.stderr) == ("", "ended the maintenance of change 2\n")
    assert "T-1 P2 unacknowledged: notice to lee" in escalate.done("check", now=at("22:01")).stdout
    assert differences(escalate, at("22:02")) == 0


def test_announcing_and_ending_are_undone_like_any_change(escalate: Shell) -> None:
    escalate.done(*PLAN)
    escalate.done("maintenance", "end", "1", now="+1m")
    undone = escalate.done("undo", now="+2m")
    assert "maintenance ended" in undone.stderr
    assert [row[1] for row in escalate.done("maintenance", "list", now="+3m").rows] == ["on"]
    escalate.done("undo", "--change", "1", now="+4m")
    assert escalate.done("maintenance", "list", now="+5m").stdout == ""
    assert escalate("verify", now="+5m").code == 0


def test_a_window_for_no_open_ticket_is_doubted(escalate: Shell) -> None:
    added = escalate.done(*PLAN)
    assert added.stderr == "warning: no open ticket matches service db\n"
    shown = escalate.done(*PLAN, "--table")
    assert shown.stderr == (
        "maintenance of service db: Mon 2026-11-23 08:00 UTC (just now) to"
        " Mon 2026-11-23 10:00 UTC (in 2h) (change 2)\n"
        "warning: no open ticket matches service db\n"
    )
    escalate.log("db is slow", "--service", "db")
    again = escalate.done(*PLAN, "--table")
    assert again.stderr.splitlines()[1:] == ["for 1 open ticket: T-1"]


@pytest.mark.parametrize(
    ("argv", "said", "code"),
    [
        (("--when", "service:db"), "a window needs an end", 2),
        (("--until", "+1h"), "nobody says which tickets", 2),
        (("--when", "service:db", "--until", "+40d"), "a window of 40d is longer than 30d", 2),
        (("--when", "srvice:db", "--until", "+1h"), "there is no field 'srvice'", 2),
        (("--when", "service:db", "--from", "-1h", "--until", "+1h"), "begins now or later", 2),
        (("--when", "service:db", "--until", "soon"), "soon", 2),
    ],
)
def test_a_mistaken_announcement_is_one_line(
    escalate: Shell, argv: tuple[str, ...], said: str, code: int
) -> None:
    refused = escalate("maintenance", "add", *argv)
    assert said in refused.stderr
    assert (refused.stdout, refused.code) == ("", code)
    assert escalate.done("maintenance", "list").stdout == ""


def test_what_announced_nothing_cannot_be_ended(escalate: Shell) -> None:
    refused = escalate("maintenance", "end", "3")
    assert refused.stderr == (
        "escalate: error: change 3 announced no window that is on or planned\n"
        "help: escalate maintenance list\n"
    )
    assert refused.code == 1


def test_list_and_check_say_what_is_on_and_whom_it_is_for(night: Shell) -> None:
    said = (
        "maintenance of service db until Tue 2026-11-24 02:00 CET (in 3h):"
        " the policy is silent about 1 open ticket\n"
    )
    assert said in night.done("list", "--table", now=at("23:00")).stderr
    assert said in night.done("check", "--table", now=at("23:00")).stdout
    [window] = night.done("check", "--json", now=at("23:01")).data["maintenance"]
    assert (window["change"], window["state"], window["tickets"]) == (None, "on", ["T-1"])
    assert "maintenance" not in night.done("list", "--table", now=at("21:55")).stderr
    assert night.done("list", now=at("23:00")).stderr == ""


def test_a_check_of_a_thousand_tickets_in_maintenance_looks_at_none(escalate: Shell) -> None:
    escalate.store.mkdir()
    policy(escalate, WINDOW)
    reports = "".join(f'{{"title": "db {n}", "service": "db"}}\n' for n in range(1000))
    escalate.done("log", "--from", "-", now=at("22:30"), stdin=reports)
    assert escalate("check", now=at("23:00")).stdout == ""
    before = escalate.file()
    policy(escalate, "")
    policy(escalate, WINDOW)
    assert escalate("check", now=at("23:30")).stdout == ""
    assert escalate.file() == before
    silent = escalate.done("check", "--json", now=at("23:31")).data
    assert (silent["tickets"], silent["decisions"]) == (1000, [])
    assert len(silent["maintenance"][0]["tickets"]) == 1000


def test_words_of_a_window_are_shown_harmless(escalate: Shell) -> None:
    service = "a\x1b[31m[red]"
    escalate.done("maintenance", "add", "--when", f"service:{service}", "--until", "+2h")
    for shown in ("list", "check", "maintenance list"):
        told = escalate.done(*shown.split(), "--table", now="+1h")
        assert "\x1b" not in told.stdout + told.stderr
        assert "<U+001B>[31m" in told.stdout + told.stderr
