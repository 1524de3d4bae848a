"""`check`: what cron runs, once a minute or twice at once."""

import json
import subprocess
from collections.abc import Callable

import pytest

from escalate_cli.store.file.table_file import TableFile
from tests.cli.shell import PROGRAM, Result, Shell


def test_the_same_instant_again_says_and_writes_nothing(support: Shell) -> None:
    support.log("Nobody can log in", "-p", "P1")
    first = support.done("check", now="+2h")
    before = support.file()
    assert first.stdout.count("\n") > 3
    assert support("check", now="+2h") == Result("", "", 0)
    assert support.file() == before


def test_nothing_due_says_and_writes_nothing(support: Shell) -> None:
    support.log("Printer out of toner")
    before = support.file()
    assert support("check", now="+1m") == Result("", "", 0)
    assert support.file() == before


def test_a_store_that_is_not_there_is_not_called_well(escalate: Shell) -> None:
    done = escalate("check")
    assert (done.stdout, done.code) == ("", 2)
    assert done.stderr.startswith(f"escalate: error: there is no store in {escalate.store}\n")
    watched = escalate("check", "--nagios")
    assert watched.code == 3
    assert watched.stdout.startswith("ESCALATE UNKNOWN - there is no store in ")
    assert not escalate.store.exists()


@pytest.mark.parametrize(
    "command", ["verify", "verify --head", "export", "archive", "policy replay"]
)
def test_what_looks_after_a_store_wants_one(escalate: Shell, command: str) -> None:
    done = escalate(*command.split())
    assert (done.stdout, done.code) == ("", 2)
    assert done.stderr.startswith(f"escalate: error: there is no store in {escalate.store}\n")
    assert not escalate.store.exists()


def test_a_store_without_a_ticket_is_one(support: Shell) -> None:
    assert support("check") == Result("", "", 0)


@pytest.mark.parametrize("steps", [["+2h"], ["+30m", "+61m", "+2h"]], ids=["once", "often"])
def test_a_breach_is_dated_at_its_due_instant(support: Shell, steps: list[str]) -> None:
    support.log("Nobody can log in", "-p", "P1")
    for step in steps:
        support.done("check", now=step)
    breached = {
        event["clock"]: event["breached_at"]
        for event in support.show()["events"]
        if event["kind"] == "target_breached" and event["instance"] == 1
    }
    assert breached == {
        "first_response": "2026-11-23T08:15:00Z",
        "acknowledge": "2026-11-23T08:15:00Z",
        "update": "2026-11-23T08:30:00Z",
    }


def test_a_dry_run_tells_what_would_be_done_and_writes_nothing(support: Shell) -> None:
    support.log("Nobody can log in", "-p", "P1")
    before = support.file()
    said = support.done("check", "--dry-run", now="+61m")
    assert (
        "T-1 P1 p1-one-hour: would go L1 -> L2, would notify bo (Nobody can log in)\n"
        in said.stdout
    )
    assert support.file() == before
    assert support.show()["level"] == "L1"


@pytest.mark.parametrize(("now", "code"), [("+10m", 0), ("+20m", 1)], ids=["in time", "overdue"])
def test_the_exit_code_tells_on_request_whether_something_is_overdue(
    support: Shell, now: str, code: int
) -> None:
    support.log("Nobody can log in", "-p", "P1")
    assert support("check", "--exit-code", now=now).code == code
    assert support("check", now=now).code == 0


def test_json_tells_decisions_and_what_presses(support: Shell) -> None:
    support.log("Nobody can log in", "-p", "P1")
    support.log("Printer out of toner")
    told = support.done("check", "--json", now="+61m").data
    assert (told["schema"], told["tickets"], told["errors"]) == (1, 2, [])
    assert [ticket["id"] for ticket in told["overdue"]] == ["T-1"]
    [move] = [one for one in told["decisions"] if one["action"] == "escalated"]
    assert (move["trigger"], move["from"], move["to"]) == ("p1-one-hour", "L1", "L2")
    assert move["since"] == "2026-11-23T09:00:00Z"
    assert move["noticed_at"] == "2026-11-23T09:01:00Z"


def test_a_run_reports_when_the_one_before_was(support: Shell) -> None:
    support.done("check", now="+1h")
    assert support.done("check", "--json", now="+2h").data["last_check_at"] == (
        "2026-11-23T09:00:00Z"
    )


def test_one_ticket_that_is_damaged_stops_no_run(support: Shell) -> None:
    for title in ("Nobody can log in", "Mail bounces"):
        support.log(title, "-p", "P1")
    file = support.store / "tickets.json"
    file.write_text(file.read_text().replace('"title":"Nobody', '"title":"Somebody'))
    raw = file.read_bytes()
    assert support("note", "2", "x").code == 2
    assert file.read_bytes() == raw
    run = support("check", now="+61m")
    assert run.code == 2
    assert run.stderr.count("escalate: error: T-1: ") == 1
    assert "HistoryError" not in run.stderr
    assert "T-2 P1 p1-one-hour: L1 -> L2, notice to bo (Mail bounces)\n" in run.stdout
    assert support("check", now="+61m").stdout == ""
    assert support("note", "2", "x").code == 2
    assert "nothing" in support.done("doctor", "--restore").stdout
    assert support.done("verify").stdout == ""
    assert "trigger_fired" in support.kinds("2")


def test_one_broken_ticket_does_not_stop_the_others(support: Shell) -> None:
    support.log("Nobody can log in", "-p", "P1")
    support.log("Mail bounces", "-p", "P1")
    policy = support.show()["policy"].encode()  # no longer kept, as far as T-1 is concerned
    with TableFile(support.store / "tickets.json").transaction() as image:
        image.put("tickets", 1, (image.get("tickets", 1) or b"").replace(policy, b"0" * 64))
    run = support("check", now="+61m")
    assert run.code == 2
    assert "escalate: error: T-1: " in run.stderr
    assert "T-2 P1 p1-one-hour: L1 -> L2, notice to bo (Mail bounces)\n" in run.stdout


def test_cron_gives_no_environment_at_all(support: Shell) -> None:
    support.log("Nobody can log in", "-p", "P1")
    late = "ESCALATE_NOW=2026-11-23T10:01:00+01:00"
    command = ["env", "-i", late, PROGRAM, "check", "--store", str(support.store)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "T-1 P1 p1-one-hour: L1 -> L2, notice to bo (Nobody can log in)\n" in done.stdout


def test_a_terminal_shows_tables_of_what_presses_and_of_what_was_done(
    support: Shell, terminal: Callable[..., Result]
) -> None:
    support.log("Nobody can log in", "-p", "P1")
    shown = terminal("check", "--now", "+61m")
    headings = [line for line in shown.plain.splitlines() if line[:1].isupper()]
    assert shown.code == 0
    assert headings == ["Overdue", "Done now"]
    assert "1 open · 1 overdue · 0 at risk" in shown.plain


def test_a_table_can_be_asked_for_anywhere(support: Shell) -> None:
    support.log("Nobody can log in", "-p", "P1")
    assert support.done("check", "--table", now="+61m").stdout.startswith("Overdue\n")


def test_an_old_policy_is_mentioned_to_people(support: Shell) -> None:
    support.log("Nobody can log in", "-p", "P1")
    support.follow(support.policy.read_text() + "\n# changed\n")
    assert "1 under an older policy" in support.done("check", "--table").stdout
    assert support.done("check").stdout == ""


def test_fields_of_decisions_can_be_chosen(support: Shell) -> None:
    support.log("Nobody can log in", "-p", "P1")
    rows = support.done("check", "--fields", "ticket,trigger,to", now="+61m").rows
    assert ["T-1", "p1-one-hour", "L2"] in rows
    assert json.loads(
        support.done("check", "--json", "--fields", "tickets", now="+61m").stdout
    ) == {"tickets": 1}
