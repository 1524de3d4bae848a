"""Every figure of a period, of its parts, its groups and the one before is that of a recount."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.exported import EXPORTS, NOW, Tickets, import_export, live_through, tickets_of
from tests.cli.lives import Cycle, Life, Turn
from tests.cli.living import life_of
from tests.cli.period_recount import (
    cause_of,
    period_figures,
    response_figures,
    within,
    worst_breaches,
)
from tests.cli.promised import instant, promise_answers
from tests.cli.shell import Shell
from tests.cli.things import GROUPS, Found, Thing, things_of

PRIORITIES = ("P3", "P2", "P3", "P2", "P4", "P1", "P3", "P2")
REQUESTERS = {1: "kim", 2: "tom", 3: "kim", 6: "tom", 7: "ana"}
"""Who waits for which of the tickets of a week; one is of somebody who works on it."""

ACTIONS = 2
"""So many tickets a review asks for in a week; in `WEEK` they are 9 and 10."""

ASKED = ("--action", "label them owner:bo due:fri", "--action", "order some owner:ana")
WEEK = (
    (0, "09:00", "ana", "wait", 5, "--for", "vendor", "-m", "a part"),
    (0, "09:05", "ana", "ack", 6),
    (0, "09:10", "ana", "ack", 1),
    (0, "09:20", "ana", "note", 6, "--public", "we look"),
    (0, "09:40", "ana", "note", 1, "--public", "we look"),
    (0, "09:58", "ana", "note", 6, "--public", "a cable"),
    (0, "10:00", "ana", "escalate", 1, "--to", "L2", "-m", "too hard"),
    (0, "10:05", "ana", "complain", 4, "-m", "still down"),
    (0, "10:10", "ana", "escalate", 2, "--to", "L2", "-m", "no access"),
    (0, "10:20", "ana", "note", 3, "--from-requester", "any news?"),
    (0, "10:30", "bo", "ack", 1),
    (0, "10:50", "ana", "resolve", 6, "-m", "plugged in"),
    (0, "11:00", "bo", "return", 2, "-m", "which one?"),
    (0, "11:10", "bo", "note", 1, "--public", "the database"),
    (0, "11:20", "ana", "note", 6, "--from-requester", "it is not"),
    (0, "11:30", "ana", "escalate", 2, "--to", "L2", "-m", "the red one"),
    (0, "12:00", "bo", "resolve", 1, "-m", "restarted"),
    (0, "12:20", "ana", "complain", 1, "-m", "down again"),
    (0, "13:00", "ana", "reopen", 6, "-m", "again"),
    (0, "13:20", "ana", "note", 6, "--public", "still the cable"),
    (0, "13:30", "bo", "escalate", 6, "--to", "L3", "-m", "a switch"),
    (0, "14:00", "bo", "note", 2, "--public", "we wait for parts"),
    (0, "14:05", "ana", "resolve", 6, "-m", "a new one"),
    (0, "14:30", "ana", "note", 6, "--from-requester", "is it over?"),
    (0, "14:40", "ana", "note", 6, "--public", "it is"),
    (0, "15:00", "bo", "wait", 2, "--for", "vendor", "-m", "parts"),
    (0, "15:20", "ana", "assign", 3, "bo"),
    (0, "15:40", "ana", "edit", 5, "--priority", "P2"),
    (0, "16:10", "ana", "edit", 7, "--priority", "P2"),
    (0, "16:40", "ana", "ack", 7),
    (1, "09:10", "bo", "close", 1),
    (1, "09:30", "ana", "complain", 4, "-m", "nobody answers"),
    (1, "09:45", "bo", "assign", 3, "cy"),
    (1, "09:50", "ana", "edit", 4, "--priority", "P1"),
    (1, "10:00", "bo", "resume", 2),
    (1, "10:15", "ana", "escalate", 8, "--to", "lead", "-m", "whose is it?"),
    (1, "11:00", "cy", "ack", 3),
    (1, "11:40", "ana", "note", 2, "--from-requester", "are they here?"),
    (1, "12:00", "ana", "resolve", 5, "-m", "it came"),
    (1, "12:10", "bo", "resolve", 2, "-m", "new parts"),
    (1, "13:40", "ana", "complain", 4, "-m", "third time"),
    (1, "16:00", "cy", "resolve", 3, "-m", "done"),
    (1, "16:10", "lee", "excuse", 4, "--clock", "first_response", "-m", "a holiday"),
    (2, "09:20", "lee", "review", 6, "--root-cause", "cables", "--factor", "no plan", *ASKED),
    (2, "09:30", "bo", "reopen", 2, "-m", "not the parts"),
    (2, "10:30", "lee", "review", 5, "--root-cause", "cables", "--factor", "one vendor"),
    (2, "11:15", "bo", "ack", 2),
    (2, "14:45", "ana", "resolve", 8, "-m", "late"),
    (2, "15:00", "ana", "resolve", 10, "-m", "ordered"),
    (3, "11:00", "bo", "resolve", 2, "-m", "the cable"),
    (3, "15:00", "ana", "reopen", 3, "-m", "not done"),
)
"""Days after Monday, hours, and who does what on which of the eight tickets of a week."""


def a_store(folders: pytest.TempPathFactory, home: Path) -> Shell:
    """Make a store whose policy promises answers."""
    env = {"HOME": str(home), "ESCALATE_NOW": NOW, "ESCALATE_ACTOR": "ana", "COLUMNS": "100"}
    shell = Shell(folders.mktemp("recounted") / "store", env)
    promise_answers(shell)
    return shell


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, home: Path) -> tuple[Shell, Found]:
    """Live through two weeks that are much alike, with a look at noon and in the evening.

    In between the policy changes, which answers a review.
    """
    escalate = a_store(tmp_path_factory, home)
    for monday, first, count in ((16, 0, 8), (23, 8 + ACTIONS, 7)):
        for number, priority in enumerate(PRIORITIES[:count], 1):
            at, who = f"2026-11-{monday}T09:00:00+01:00", REQUESTERS.get(number)
            of = ("-r", who) if who else ()
            escalate.log(f"Ticket {first + number}", "-p", priority, *of, now=at)
        live_through(escalate, [*_acts(monday, first, count), *_checks(monday)])
        if not first:
            _answer(escalate)
    return escalate, found_in(tickets_of(escalate))


def _acts(monday: int, first: int, count: int) -> Iterator[tuple[str, ...]]:
    for day, at, person, act, ticket, *more in WEEK:
        number = int(str(ticket))
        if number <= count or number > len(PRIORITIES):
            own = number if number <= count else count + number - len(PRIORITIES)
            argv = (str(act), str(first + own), *map(str, more), "--as", str(person))
            yield f"2026-11-{monday + int(str(day))}T{at}:00+01:00", *argv


def _checks(monday: int) -> Iterator[tuple[str, ...]]:
    for day in range(5):
        for hour in (12, 18):
            yield f"2026-11-{monday + day}T{hour}:01:00+01:00", "check"


def _answer(shell: Shell) -> None:
    policy = shell.store / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("name: IT support", "name: Support"), encoding="utf-8")
    at = "2026-11-21T10:00:00+01:00"
    shell.done("review", "6", "--answered", "--as", "lee", now=at)


def found_in(tickets: Tickets) -> Found:
    """Live through all tickets again; where they end up is what the program says of them."""
    lives = [life_of(ticket, instant(NOW)) for ticket in tickets]
    assert [(x.stands.level, x.stands.owner, x.stands.priority) for x in lives] == [
        (x["level"], x["owner"], x["priority"]) for x in tickets
    ]
    return [(life, list(things_of(life))) for life in lives]


def of_period(period: dict[str, Any], found: Found, by: str) -> Found:
    """Keep what has its date in a period."""
    return [
        (life, [thing for thing in things if within(period, thing.dated(by))])
        for life, things in found
    ]


def check_period(figures: dict[str, Any], found: Found, by: str = "logged") -> None:
    """Compare all figures of a period with those of a recount."""
    looked_at = min(instant(NOW), instant(figures["until"])) if by == "resolved" else instant(NOW)
    mine = period_figures(of_period(figures, found, by), looked_at)
    assert differing(figures, mine) == {}


def differing(told: Any, mine: Any, where: str = "") -> dict[str, tuple[Any, Any]]:
    """Return where a report says another thing than a recount, which knows of less."""
    if isinstance(mine, dict) and isinstance(told, dict):
        pairs = [(f"{where}.{name}", told.get(name), mine[name]) for name in mine]
    elif isinstance(mine, list) and isinstance(told, list) and len(mine) == len(told):
        pairs = [(f"{where}[{n}]", *pair) for n, pair in enumerate(zip(told, mine, strict=True))]
    else:
        return {} if told == mine else {where: (told, mine)}
    return {at: both for name, t, m in pairs for at, both in differing(t, m, name).items()}


def check_parts(report: dict[str, Any], found: Found, by: str) -> None:
    """Compare all figures of each part, and what came, went and was left."""
    cycles = [thing.cycle for _, some in found for thing in some if isinstance(thing.what, Cycle)]
    for part in report["periods"]:
        check_period(part, found, by)
        end = instant(part["until"])
        assert part["logged"] == sum(within(part, cycle.began) for cycle in cycles)
        assert part["resolved"] == sum(within(part, cycle.ended) for cycle in cycles)
        came = [cycle for cycle in cycles if cycle.began < end]
        assert part["backlog"] == sum(x.ended is None or x.ended >= end for x in came)


def check_groups(report: dict[str, Any], found: Found, by: str) -> None:
    """Compare all figures of each group, and that there is no other one."""
    is_by_person = report["group_by"] == "person"
    groups = grouped(of_period(report, found, by), report["group_by"])
    names = sorted(groups, key=lambda name: (name is None, name))
    assert [group["group"] for group in report["groups"]] == names
    until = min(instant(NOW), instant(report["until"]))
    looked_at = until if by == "resolved" else instant(NOW)
    for group in report["groups"]:
        own = groups[group["group"]]
        assert differing(group, period_figures(own, looked_at), str(group["group"])) == {}
        if is_by_person:
            turns = [t.what for _, some in own for t in some if isinstance(t.what, Turn)]
            assert group["responses"] == response_figures(turns), group["group"]


def grouped(found: Found, by: str) -> dict[str | None, list[tuple[Life, list[Thing]]]]:
    """Part things by whose they are; turns are of people only."""
    groups: dict[str | None, list[tuple[Life, list[Thing]]]] = {}
    for life, things in found:
        counting = [x for x in things if by == "person" or not isinstance(x.what, Turn)]
        for name in {GROUPS[by](thing) for thing in counting}:
            own = [thing for thing in counting if GROUPS[by](thing) == name]
            groups.setdefault(name, []).append((life, own))
    return groups


def check_worst(report: dict[str, Any], found: Found, by: str = "logged") -> None:
    """Compare the worst breaches, why they were, and who used up the time."""
    lives = {life.ticket["id"]: life for life, _ in found}
    worst = worst_breaches(of_period(report, found, by))[:5]
    assert [(x["over_seconds"], x["ticket"]) for x in report["worst"]] == [x[:2] for x in worst]
    for told, (_, ticket, runs) in zip(report["worst"], worst, strict=True):
        [run] = [run for run in runs if run.clock == told["clock"]]
        used = {each["level"]: each["spent_seconds"] for each in told["used"]}
        assert used == {level: spent for level, spent in run.used.items() if spent}
        assert list(used.values()) == sorted(used.values(), reverse=True)
        assert (told["still_owed"], told["cause"]) == (run.ended is None, cause_of(lives[ticket]))
        assert run.late_at is not None
        assert told["priority"] == lives[ticket].standing_at(run.late_at).priority


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


@pytest.mark.parametrize("by", ["logged", "resolved"])
def test_of_tickets_that_moved_and_came_back_every_figure_is_recounted(
    desk: tuple[Shell, Found], by: str
) -> None:
    shell, found = desk
    report = reported(shell, "--since", "2026-11-16", "--per", "week", "--dated-by", by)
    check_period(report, found, by)
    check_worst(report, found, by)
    assert sum(part["tickets"]["n"] > 0 for part in report["periods"]) > 1
    check_parts(report, found, by)


def test_the_period_before_is_recounted_as_the_period_is(desk: tuple[Shell, Found]) -> None:
    shell, found = desk
    report = reported(
        shell, "--since", "2026-11-23 00:00", "--until", "2026-11-30 00:00", "--compare"
    )
    assert report["before"]["until"] == report["since"] == "2026-11-22T23:00:00Z"
    assert report["before"]["since"] == "2026-11-15T23:00:00Z"
    check_period(report, found)
    check_period(report["before"], found)
    assert [report["tickets"]["n"], report["before"]["tickets"]["n"]] == [9, 10]


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
    check_period(report, found, by)
    check_parts(report, found, by)
    check_worst(report, found, by)


@pytest.mark.parametrize("by", ["logged", "resolved"])
def test_of_an_export_the_period_before_is_recounted(export: tuple[Shell, Found], by: str) -> None:
    shell, found = export
    since, until = middle_of(found)
    report = reported(shell, "--since", since, "--until", until, "--compare", "--dated-by", by)
    check_period(report, found, by)
    check_worst(report, found, by)
    before = report["before"]
    assert instant(before["until"]) == instant(since)
    assert instant(before["since"]) == instant(since) - (instant(until) - instant(since))
    check_period(before, found, by)
    assert before["tickets"]["n"] > 0
    assert instant(until) - instant(since) > timedelta(0)
