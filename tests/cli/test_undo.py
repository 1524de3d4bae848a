"""`undo` and `redact`, by what `show` prints, in the words of people."""

from datetime import timedelta

import msgspec
import pytest

from tests.cli.shell import Result, Shell


@pytest.fixture
def moved(support: Shell) -> Shell:
    """Move a ticket up, and write on another one after that."""
    support.log("Mail is down", "-p", "P2", "-r", "kim")
    support.log("Printer", "-p", "P4")
    support.done("ack", "1", "--take")
    support.done("escalate", "1", "-m", "no access", now="+5m")
    support.done("note", "2", "on it", now="+6m")
    return support


def test_a_ticket_stands_for_the_last_change_of_it(moved: Shell) -> None:
    moved.done("undo", "1", now="+7m")
    assert moved.show()["level"] == "L1"
    assert moved.kinds("2")[-1] == "note_added"


def test_an_event_stands_for_the_change_that_made_it(moved: Shell) -> None:
    shown = moved.done("show", "1", "--all", "--table", now="+7m").plain
    [number] = [line.split()[0] for line in shown.splitlines() if "L1 → L2" in line and "#" in line]
    moved.done("undo", "1", "--event", number.removeprefix("#"), now="+7m")
    assert moved.show()["level"] == "L1"


def test_a_person_reads_what_alters_in_words(moved: Shell) -> None:
    done = moved.done("undo", "1", "--table", "--dry-run", now="+7m")
    rows = [line.split() for line in done.plain.splitlines()]
    assert rows[0] == ["TICKET", "FIELD", "NOW", "AFTER"]
    assert ["T-1", "level", "L2", "L1"] in rows
    assert ["T-1", "status", "open", "acknowledged"] in rows
    assert ["T-1", "acknowledged", "-", "09:00"] in rows
    assert ["T-1", "acknowledge", "running", "met"] in rows
    assert ["T-1", "escalations", "1", "-"] in rows
    assert "not sent yet, dropped: 2 messages to bo, kim" in done.stderr.splitlines()


def test_a_program_reads_the_fields_as_they_are(moved: Shell) -> None:
    done = moved.done("undo", "1", "--dry-run", now="+7m")
    assert ["T-1", "acknowledged_at", "", "2026-11-23T08:00:00Z"] in done.rows
    document = moved.done("undo", "1", "--dry-run", "--json", now="+7m").data
    assert [key.rpartition(":")[2] for key in document["dropped"]] == ["bo", "kim"]
    assert {"standings", "spared", "heard"}.isdisjoint(document)


def test_who_has_heard_is_named(moved: Shell) -> None:
    moved.follow(moved.policy.read_text() + "\n")
    said = moved.done("undo", "--dry-run", "--table", now="+7m")
    assert said.stdout == ""
    assert "which was: note added on T-2: on it\n" in said.stderr


def test_a_long_text_is_begun(moved: Shell) -> None:
    moved.done("note", "2", f"a\x1b[1mb {'long ' * 20}", now="+7m")
    [line] = [each for each in moved("undo", now="+8m").stderr.splitlines() if "which" in each]
    assert line.startswith("which was: note added on T-2: a")
    assert line.endswith(" long l...")
    assert "\x1b" not in line


@pytest.mark.parametrize(
    ("argv", "code", "error", "help_"),
    [
        (
            ["1", "--event", "999"],
            1,
            "T-1 has no event 999",
            "escalate show T-1 --all numbers its events",
        ),
        (
            ["1", "--as", "lee"],
            1,
            "lee has made no change of T-1 that could be undone",
            "escalate show T-1 --all numbers its events; then: undo ID --event N",
        ),
        (["--event", "3"], 2, "an event is one of a ticket", "escalate undo ID --event 3"),
        (
            ["1", "--change", "3"],
            2,
            "a change is named by its number or by a ticket",
            "leave one of them out",
        ),
        (["9"], 1, "no ticket T-9", "escalate list --all shows every ticket"),
    ],
    ids=["no such event", "another person", "no ticket", "both", "no such ticket"],
)
def test_what_names_no_change_is_refused(
    moved: Shell, argv: list[str], code: int, error: str, help_: str
) -> None:
    done = moved("undo", *argv, now="+7m")
    assert done == Result("", f"escalate: error: {error}\nhelp: {help_}\n", code)


def test_who_is_informed_is_listed_with_their_part(moved: Shell) -> None:
    moved.done("edit", "1", "--customer", "acme")
    moved.done("stakeholder", "add", "1", "max", "pat@example.org")
    rows = moved.done("stakeholder", "list", "1").rows
    assert ["T-1", "kim", "", "requester"] in rows
    assert ["T-1", "max", "Max Bauer", "stakeholder"] in rows
    assert ["T-1", "pat@example.org", "", "stakeholder"] in rows
    assert moved("stakeholder", "list", "2", "--table") == Result("", "nobody is informed\n", 0)


def test_a_person_reads_in_one_line_what_was_removed(moved: Shell) -> None:
    moved.done("tell", "1", "hunter2", now="+7m")
    moved.done("note", "1", "hunter2", now="+8m")
    *_, public, internal = (event["seq"] for event in moved.show(now="+9m")["events"])
    argv = ["redact", "1", "--event", str(public), "-m", "a password", "--table"]
    done = moved.done(*argv, now="+9m")
    beside = ", and from 1 message in the outbox"
    assert done.stdout == f"T-1 #{public}: the text is removed{beside}\n"
    again = f"escalate redact T-1 --event {internal} -m WHY"
    assert f"the same text is in #{internal}: {again}" in done.stderr.splitlines()
    argv[3] = str(internal)
    assert moved.done(*argv, now="+9m").stdout == f"T-1 #{internal}: the text is removed\n"


def test_a_person_reads_only_what_differs_and_where_a_policy_stays(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1", now="-2h")
    support.done("wait", "1", "-m", "for a part", now="+1h")
    rows = support.done("undo", "--table", now="+2h").stdout.splitlines()[1:]
    assert [row for row in rows if len(set(row.split("  ")[-2:])) < 2] == []
    assert any(row.split()[1:] == ["status", "waiting", "open"] for row in rows)
    support.follow(support.policy.read_text() + "# new\n")
    support.done("policy", "apply", now="+3h")
    done = support.done("undo", "--table", now="+4h")
    [[ticket, field, now, after]] = [row.split() for row in done.stdout.splitlines()[1:]]
    assert (ticket, field, len(now), len(after)) == ("T-1", "policy", 8, 8)
    said = "the policy in use stays, for new tickets: escalate policy apply\n"
    assert said in done.stderr


IMPORTED = """Ticket ID,Title,Status,Created,Acknowledged,Resolved,Closed,Priority
A1,Mail is down,Closed,{0}T10:00:00Z,{0}T10:10:00Z,{0}T12:00:00Z,{0}T13:00:00Z,P2
""".format("2026-11-18")


def test_a_ticket_that_is_withdrawn_missed_nothing(support: Shell) -> None:
    export = support.store.parent / "tickets.csv"
    export.write_text(IMPORTED, encoding="utf-8")
    support.done("import", "--from", "csv", str(export))
    altered = support.done("undo", now="+1m").rows
    assert ["T-1", "resolve.state", "met", "stopped"] in altered
    assert "breaches" not in {row[1] for row in altered}
    assert support.done("list", "--all", "is:breached", now="+2m").rows == []
    assert len(support.done("export", "--rows", "breaches", "--format", "csv").rows) == 1
    shown = support.show()
    assert shown["breaches"] == []
    assert {clock["state"] for clock in shown["clocks"].values() if clock} == {"stopped"}
    assert support("verify", now="+2m").code == 0


def test_a_breach_says_by_how_many_seconds_beside_its_duration(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1", now="-9h")
    support.done("check", now="-1h")
    support.done("resolve", "1", "-m", "restarted", now="+1m")
    altered = support.done("undo", "-m", "not yet", "--json", now="+2m").data["altered"]
    [(now, after)] = [(row["now"], row["after"]) for row in altered if row["field"] == "breaches"]
    kept = [each for each in (*now, *after) if "overrun" in each]
    assert kept
    assert all(each["overrun_seconds"] == seconds_of(each["overrun"]) for each in kept)


def seconds_of(duration: str) -> float:
    return msgspec.convert(duration, timedelta).total_seconds()


def figures(support: Shell, now: str) -> tuple[int, int, dict[str, int]]:
    """Return of a report how many tickets count, are withdrawn, and what became of the missed."""
    told = support.done("report", "--json", now=now).data
    missed = told["missed"]
    return (
        told["tickets"]["n"],
        told["tickets"]["left_out"]["withdrawn"],
        {"counted": missed["counted"], **missed["left_out"]},
    )


def decided(support: Shell, now: str) -> list[tuple[str, str]]:
    """Run `check`, and return what it recorded as missed and which rules spoke."""
    decisions = support("check", "--json", now=now).data["decisions"]
    return sorted((each["type"], each["trigger"]) for each in decisions)


def test_a_reopening_takes_a_withdrawal_back(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1")
    first = decided(support, "+6h")
    assert ("breach", "resolve") in first
    support.done("undo", "--change", "1", "-m", "by mistake", "--as", "lee", now="+6h")
    counted, withdrawn, missed = figures(support, "+7h")
    assert (counted, withdrawn, missed["counted"]) == (0, 1, 0)
    assert missed["undone"] > 0
    assert decided(support, "+1d") == []

    support.done("reopen", "1", "-m", "it is real", now="+1d")
    assert support.done("list", "is:breached", now="+1d").rows == []
    assert support.done("list", "is:overdue", now="+1d").rows == []
    assert figures(support, "+24h1m") == (1, 0, missed)
    foretold = support.done("forecast", "1", "--json", now="+1d").data["decisions"]
    assert foretold[0]["ticket"] == "T-1"

    again = decided(support, "+30h")
    assert again == first
    [row] = support.done("list", "is:breached", now="+30h").rows
    assert row[0] == "T-1"
    shown = support.show(now="+30h")
    assert {each["cycle"] for each in shown["breaches"]} == {2}
    assert {each["since"][:10] for each in shown["escalations"]} == {"2026-11-24"}
    after = figures(support, "+30h")
    assert after == (1, 0, {**missed, "counted": len(shown["breaches"])})
    rows = support.done("export", "--rows", "breaches", "--format", "csv", now="+30h").stdout
    assert len(rows.splitlines()) == 1 + len(shown["breaches"])
    assert "Mail is down" in support.done("now", "--table", "--as", "bo", now="+30h").stdout

    support.done("resolve", "1", "restarted", now="+30h")
    support.done("close", "1", now="+30h")
    assert figures(support, "+31h") == after  # by what its row keeps now
    told = support.done("policy", "replay", "--json", now="+31h").data
    assert (told["tickets"]["n"], told["differences"]) == (1, [])
    assert support("verify", now="+31h").code == 0


def test_an_undone_reopening_leaves_the_ticket_withdrawn(support: Shell) -> None:
    support.log("Mail is down", "-p", "P1")
    support.done("undo", "-m", "by mistake")
    support.done("reopen", "1", now="+1h")
    decided(support, "+9h")
    support.done("undo", "1", "-m", "a mistake indeed", "--as", "ana", now="+1h")
    assert support.show(now="+9h")["resolution"] == "undone"
    assert figures(support, "+9h")[:2] == (0, 1)
    assert decided(support, "+9h") == []
    assert support("verify", now="+9h").code == 0


def test_an_import_that_was_taken_back_can_be_taken_up(support: Shell) -> None:
    export = support.store.parent / "tickets.csv"
    export.write_text(IMPORTED, encoding="utf-8")
    support.done("import", "--from", "csv", str(export))
    support.done("undo", now="+1m")
    support.done("reopen", "1", "-m", "it is real", now="+1h")
    assert ("breach", "first_response") in decided(support, "+1d")
    assert {each["cycle"] for each in support.show(now="+1d")["breaches"]} == {2}
    assert figures(support, "+1d")[:2] == (1, 0)
    told = support.done("policy", "replay", "--json", now="+1d").data
    assert (told["tickets"]["n"], told["differences"]) == (1, [])
    assert support("verify", now="+1d").code == 0
