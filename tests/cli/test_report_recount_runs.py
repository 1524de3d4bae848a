"""Every figure of a period, of its parts, its groups and the one before is that of a recount."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.exported import EXPORTS, NOW, import_export, tickets_of
from tests.cli.lives import Life
from tests.cli.period_recount import period_figures
from tests.cli.promised import instant, promise_answers
from tests.cli.report_checks import (
    check_groups,
    check_parts,
    check_period,
    check_whole,
    check_worst,
    differing,
    found_in,
    grouped,
    of_period,
)
from tests.cli.shell import Shell
from tests.cli.things import GROUPS, Found
from tests.cli.two_weeks import live_two_weeks


def a_store(folders: pytest.TempPathFactory, home: Path) -> Shell:
    """Make a store whose policy promises answers."""
    env = {"HOME": str(home), "ESCALATE_NOW": NOW, "ESCALATE_ACTOR": "ana", "COLUMNS": "100"}
    shell = Shell(folders.mktemp("recounted") / "store", env)
    promise_answers(shell)
    return shell


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, home: Path) -> tuple[Shell, Found]:
    """Live through two weeks at a desk, and then through the lives of its tickets again."""
    shell = a_store(tmp_path_factory, home)
    live_two_weeks(shell)
    return shell, found_in(tickets_of(shell))


def reported(shell: Shell, *asked: str) -> dict[str, Any]:
    """Return what a report says as JSON."""
    document: dict[str, Any] = shell.done("report", *asked, "--json", now=NOW).data
    return document


def test_a_desk_of_two_weeks_has_all_that_counts(desk: tuple[Shell, Found]) -> None:
    shell, _ = desk
    report = reported(shell, "--since", "2026-11")
    clocks = {clock["clock"]: clock for clock in report["clocks"]}
    asked = clocks["next_response"]
    fates = {fate: asked[fate] for fate in ("met", "breached", "dropped", "no_target")}
    assert 0 not in fates.values(), fates
    for name in ("acknowledge", "first_response", "resolve"):
        assert clocks[name]["elapsed"]["p90_seconds"] is not None
    assert clocks["first_response"]["excused"] > 0
    assert [level["level"] for level in report["levels"]] == ["L1", "L2", "L3"]
    assert all(level["each"]["n"] for level in report["levels"][:2])
    assert len(report["escalations"]["by_ladder"]) > 2
    assert len(report["triggers"]) > 4
    assert 0 not in {report[name]["n"] for name in ("returns", "reopenings", "repeat_complaints")}
    reviews = report["reviews"]
    counts = {name: n for name, n in reviews.items() if isinstance(n, int)}
    assert 0 not in counts.values(), counts
    assert [each["n"] for each in reviews["factors"]] == [2, 2]
    assert any(len(each["used"]) > 1 for each in report["worst"])
    assert report["missed"]["left_out"]["not_counted"] > 0
    assert report["tickets"]["left_out"]["not_counted"] == 1


@pytest.mark.parametrize("by", ["logged", "resolved"])
def test_of_tickets_that_moved_and_came_back_every_figure_is_recounted(
    desk: tuple[Shell, Found], by: str
) -> None:
    shell, found = desk
    report = reported(shell, "--since", "2026-11-16", "--per", "week", "--dated-by", by)
    check_whole(report, found, by)
    assert sum(part["tickets"]["n"] > 0 for part in report["periods"]) > 1
    check_parts(report, found, by)


def test_the_period_before_is_recounted_as_the_period_is(desk: tuple[Shell, Found]) -> None:
    shell, found = desk
    report = reported(
        shell, "--since", "2026-11-23 00:00", "--until", "2026-11-30 00:00", "--compare"
    )
    assert report["before"]["until"] == report["since"] == "2026-11-22T23:00:00Z"
    assert report["before"]["since"] == "2026-11-15T23:00:00Z"
    check_whole(report, found)
    check_period(report["before"], found)
    assert [report["tickets"]["n"], report["before"]["tickets"]["n"]] == [9, 10]


@pytest.mark.parametrize("now", ["2026-11-17T12:00:00+01:00", "2026-11-23T14:00:00+01:00"])
@pytest.mark.parametrize("by", ["logged", "resolved"])
def test_an_earlier_instant_is_recounted_from_what_had_happened_by_then(
    desk: tuple[Shell, Found], by: str, now: str
) -> None:
    shell, whole = desk
    found = found_in(tickets_of(shell, now), now)
    asked = ("--since", "2026-11-16", "--per", "day", "--group-by", "priority", "--dated-by", by)
    report = reported(shell, *asked, "--now", now)
    check_whole(report, found, by)
    check_parts(report, found, by)
    check_groups(report, found, by)
    assert len(found) < len(whole)


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_is_recounted_by_whose_it_was_then(
    desk: tuple[Shell, Found], group: str
) -> None:
    shell, found = desk
    for by in ("logged", "resolved"):
        report = reported(shell, "--since", "2026-11", "--group-by", group, "--dated-by", by)
        check_groups(report, found, by)
        assert len(report["groups"]) > 2


@pytest.mark.parametrize("field", ["level", "owner", "priority"])
def test_a_query_asks_for_what_a_group_holds(desk: tuple[Shell, Found], field: str) -> None:
    shell, found = desk
    everything = reported(shell, "--since", "2026-11", "--group-by", field)
    names = [group["group"] for group in everything["groups"] if group["group"]]
    assert len(names) > 2
    for name in names:
        own = grouped(of_period(everything, found, "logged"), field)[name]
        asked = reported(shell, f"{field}:{name}", "--since", "2026-11")
        assert differing(asked, period_figures(own, instant(NOW)), name) == {}
        check_worst(asked, own)


def test_how_each_of_several_people_responds_has_every_end(desk: tuple[Shell, Found]) -> None:
    shell, _ = desk
    report = reported(shell, "--since", "2026-11", "--group-by", "person")
    counted = {each["group"]: each["responses"] for each in report["groups"]}
    assert {"ana", "bo", "cy"} <= set(counted)
    for how in ("answered", "handed_on", "resolved", "open"):
        assert any(responses[how] for responses in counted.values())
    assert counted["ana"]["elapsed"]["median_seconds"] is not None


@pytest.fixture(scope="module", params=EXPORTS, ids=lambda path: path.rpartition("/")[2])
def export(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, home: Path
) -> tuple[Shell, Found]:
    """Bring an export in once, let the rules look at it, and live through its tickets again."""
    shell = a_store(tmp_path_factory, home)
    import_export(shell, request.param)
    shell.done("check", now=NOW)
    return shell, found_in(tickets_of(shell))


def middle_of(found: Sequence[tuple[Life, Any]]) -> tuple[str, str]:
    """Return when half of the cycles had begun, and when the last one did."""
    began = sorted(cycle.began for life, _ in found for cycle in life.cycles)
    return f"{began[len(began) // 2]:%Y-%m-%dT%H:%M:%SZ}", f"{began[-1]:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize("by", ["logged", "resolved"])
def test_of_an_export_every_figure_of_every_month_and_group_is_recounted(
    export: tuple[Shell, Found], by: str
) -> None:
    shell, found = export
    asked = ("--since", "2010-01", "--dated-by", by)
    for group in GROUPS:
        check_groups(reported(shell, *asked, "--group-by", group), found, by)
    report = reported(shell, *asked, "--per", "month")
    came = sum(part["logged"] for part in report["periods"])
    assert came == sum(len(life.cycles) for life, _ in found)
    check_whole(report, found, by)
    check_parts(report, found, by)


@pytest.mark.parametrize("by", ["logged", "resolved"])
def test_of_an_export_the_period_before_is_recounted(export: tuple[Shell, Found], by: str) -> None:
    shell, found = export
    since, until = middle_of(found)
    report = reported(shell, "--since", since, "--until", until, "--compare", "--dated-by", by)
    check_whole(report, found, by)
    before = report["before"]
    assert instant(before["until"]) == instant(since)
    assert instant(before["since"]) == instant(since) - (instant(until) - instant(since))
    check_period(before, found, by)
    assert before["tickets"]["n"] > 0
    assert instant(until) - instant(since) > timedelta(0)
