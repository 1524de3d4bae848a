"""A store that an earlier version made: what was judged then stays as it was judged."""

from pathlib import Path

import pytest

from escalate_cli.domain.ticket.counting import RULES
from tests.cli.kept_stores import known, opened, printed
from tests.cli.shell import Shell

KEPT = Path(__file__).parents[1] / "stores" / "before_duties"
FIRST_POLICY = KEPT / "first_policy.yaml"
REPORTS = sorted(file.stem for file in (KEPT / "printed").glob("report-*.json"))
NOW = "2026-08-03T08:00:00Z"
"""When everything was printed: a Monday after the last month."""

CHANGED = "2026-05-28T20:00:00+00:00"
"""When another policy came into force."""


@pytest.fixture
def kept(tmp_path: Path, home: Path) -> Shell:
    """Open a copy of the store, on the Monday after its last month."""
    return opened(KEPT, tmp_path, home, NOW, FIRST_POLICY.name)


def test_two_reports_of_each_month_are_kept() -> None:
    months = range(3, 8)
    names = [f"report-2026-{month:02}-{by}" for month in months for by in ("logged", "resolved")]
    assert names == REPORTS


@pytest.mark.parametrize("name", REPORTS)
def test_the_figures_of_a_month_have_not_moved(kept: Shell, name: str) -> None:
    then = printed(KEPT, name)
    period = ("--since", then["since"], "--until", then["until"], "--by", then["by"])
    assert known(kept.done("report", *period, "--json").data, then) == then


def test_finished_tickets_read_as_they_did(kept: Shell) -> None:
    then = {each["id"]: each for each in printed(KEPT, "list") if each["status"] == "closed"}
    now = {each["id"]: each for each in kept.done("list", "--all", "--json").data}
    assert len(then) > 150
    assert {id_: known(now[id_], each) for id_, each in then.items()} == then


def test_their_stories_read_as_they_did(kept: Shell) -> None:
    then = printed(KEPT, "show")
    now = kept.done("show", *(each["id"] for each in then), "--json").data
    assert known(now, then) == then


def test_the_histories_hold(kept: Shell) -> None:
    verified = kept("verify", "--json")
    assert (verified.code, verified.data) == (0, printed(KEPT, "verify"))
    assert "verified 184 tickets" in verified.stderr


def test_no_event_is_missing(kept: Shell) -> None:
    head = (KEPT / "printed" / "head.txt").read_text(encoding="utf-8").strip()
    assert kept("verify", "--expect", head).code == 0


def test_the_policy_in_force_would_do_the_same_again(kept: Shell) -> None:
    told = kept.done("policy", "replay", "--since", CHANGED, "--json").data
    assert (told["tickets"]["n"], told["differences"]) == (70, [])


def test_the_policy_of_before_would_do_the_same_again(kept: Shell) -> None:
    """Save for tickets that did not follow it, or not to their end."""
    period = ("--since", "2026-03-01", "--until", CHANGED)
    told = kept.done("policy", "replay", str(FIRST_POLICY), *period, "--json").data
    differing = sorted({each["ticket"] for each in told["differences"]})
    stories = kept.done("show", *differing, "--json").data
    followed = [
        story["id"]
        for story in stories
        if story["source"] is None
        and "policy_applied" not in {event["kind"] for event in story["events"]}
    ]
    assert told["tickets"]["n"] == 108
    assert followed == []


RAISED = "176"
"""A ticket that is not over, raised to a priority that asks for updates while it was open."""


def test_reading_writes_nothing(kept: Shell) -> None:
    before = kept.file()
    for command in (
        ("list",),
        ("show", RAISED),
        ("why", RAISED),
        ("forecast", RAISED),
        ("report",),
    ):
        kept.done(*command)
    kept.done("check", "--dry-run")
    assert kept.file() == before


def test_the_first_write_takes_a_ticket_over_and_says_what_that_changes(kept: Shell) -> None:
    kept.done("note", RAISED, "looked at it")
    changed, note = kept.show(RAISED)["events"][-2:]
    assert (changed["kind"], changed["by"], changed["rules"]) == ("rules_changed", "policy", RULES)
    assert (note["kind"], note["change"]) == ("note_added", changed["change"])
    assert changed["clocks"], "a ticket that is judged otherwise now"
    story = kept.done("show", RAISED, "--table").stdout
    assert "counts by the rules of today: update" in " ".join(story.split())
    assert "rules_changed" not in kept.kinds("175")


def test_a_store_that_is_written_has_the_present_format_and_keeps_a_copy(kept: Shell) -> None:
    before = kept.file()
    kept.done("note", RAISED, "looked at it")
    assert b'"format":3' in kept.file().split(b"\n")[0]
    assert (kept.store / "tickets.json.format-1.bak").read_bytes() == before


def test_all_holds_after_every_ticket_was_written(kept: Shell) -> None:
    for each in kept.done("list", "--json").data:
        kept.done("note", each["id"], "looked at it")
    kept("check", now="2026-08-20T12:00:00Z")
    later = "2026-08-20T12:01:00Z"
    assert kept("verify", now=later).code == 0
    told = kept.done("policy", "replay", "--since", CHANGED, "--json", now=later).data
    assert told["differences"] == []
    for name in REPORTS[:-2]:
        then = printed(KEPT, name)
        period = ("--since", then["since"], "--until", then["until"], "--by", then["by"])
        now = kept.done("report", *period, "--json").data
        assert known(now, then) == then


def test_a_ticket_that_was_over_keeps_its_runs_through_a_new_cycle(kept: Shell) -> None:
    [over, *_] = [each["id"] for each in printed(KEPT, "list") if each["status"] == "closed"]
    before = kept.done("why", over, "--json").data["clocks"]
    kept.done("reopen", over, "-m", "it is back")
    after = kept.done("why", over, "--json").data["clocks"]
    assert [clock for clock in after if clock["cycle"] <= before[-1]["cycle"]] == before
    assert kept("verify").code == 0


def test_a_backup_of_before_is_restored_and_goes_on(kept: Shell, tmp_path: Path) -> None:
    bundle = str(tmp_path / "before.tar")
    kept.done("backup", bundle)
    other = Shell(tmp_path / "other", kept.env)
    other.done("restore", bundle)
    other.done("note", RAISED, "looked at it")
    assert other.kinds(RAISED)[-2:] == ["rules_changed", "note_added"]
    assert other("verify").code == 0
