"""Comparisons of a report with a recount: of a period, its parts, its groups and its worst."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.cli.exported import NOW, Tickets
from tests.cli.lives import Cycle, Life, Run, Turn
from tests.cli.living import life_of
from tests.cli.period_recount import (
    cause_of,
    period_figures,
    response_figures,
    within,
    worst_breaches,
)
from tests.cli.promised import BERLIN, instant
from tests.cli.things import GROUPS, Found, Happening, Thing, things_of


def found_in(tickets: Tickets, now: str = NOW) -> Found:
    """Live through all tickets again; where they end up is what the program says of them."""
    lives = [life_of(ticket, instant(now)) for ticket in tickets]
    assert [(x.stands.level, x.stands.owner, x.stands.priority) for x in lives] == [
        (x["level"], x["owner"], x["priority"]) for x in tickets
    ]
    return [(life, list(things_of(life))) for life in lives]


def of_period(period: dict[str, Any], found: Found, by: str) -> Found:
    """Keep what counts and has its date in a period."""
    return [
        (life, [x for x in things if x.cycle.counts and within(period, x.dated(by))])
        for life, things in found
    ]


def check_period(figures: dict[str, Any], found: Found, by: str = "logged") -> None:
    """Compare all figures of a period with those of a recount."""
    mine = period_figures(of_period(figures, found, by), looked_at(figures, found, by))
    assert differing(figures, mine) == {}


def looked_at(period: dict[str, Any], found: Found, by: str) -> datetime:
    """Return as of when a period is looked at; one that is over may hold still."""
    now = found[0][0].now
    return min(now, instant(period["until"])) if by == "resolved" else now


def differing(told: Any, mine: Any, where: str = "") -> dict[str, tuple[Any, Any]]:
    """Return where a report says another thing than a recount, which knows of less."""
    if isinstance(mine, dict) and isinstance(told, dict):
        pairs = [(f"{where}.{name}", told.get(name), mine[name]) for name in mine]
    elif isinstance(mine, list) and isinstance(told, list) and len(mine) == len(told):
        pairs = [(f"{where}[{n}]", *pair) for n, pair in enumerate(zip(told, mine, strict=True))]
    else:
        return {} if told == mine else {where: (told, mine)}
    return {at: both for name, t, m in pairs for at, both in differing(t, m, name).items()}


def check_whole(report: dict[str, Any], found: Found, by: str = "logged") -> None:
    """Compare what is told of a whole period alone, too: what was left out, and when."""
    check_period(report, found, by)
    check_worst(report, found, by)
    counting = of_period(report, found, by)
    fates = Counter(x.what.fate for _, some in counting for x in some if isinstance(x.what, Run))
    missed = {"counted": fates["breached"], "excused": fates["excused"]}
    aside = [x for _, some in found for x in some if not x.cycle.counts]
    runs = [x.what for x in aside if isinstance(x.what, Run) and within(report, x.dated(by))]
    left_out = {"not_counted": sum(run.late_at is not None for run in runs), "undone": 0}
    n = sum((*missed.values(), *left_out.values()))
    assert report["missed"] == {"n": n, **missed, "left_out": left_out}
    reasons = Counter(reason for life, some in found if (reason := left(report, life, some, by)))
    told = report["tickets"]["left_out"]
    assert told == dict.fromkeys(told, 0) | reasons
    happened = [x.what for _, some in counting for x in some if isinstance(x.what, Happening)]
    climbed = Counter(
        (at.isoweekday(), at.hour)
        for each in happened
        if each.event["kind"] == "ticket_escalated"
        for at in [instant(each.event["at"]).astimezone(BERLIN)]
    )
    assert {(e["weekday"], e["hour"]): e["n"] for e in report["escalation_hours"]} == climbed


def left(report: dict[str, Any], life: Life, things: Sequence[Thing], by: str) -> str | None:
    """Say why a ticket is not among those of a period."""
    inside = [thing for thing in things if within(report, thing.dated(by))]
    if any(isinstance(thing.what, Cycle) and thing.cycle.counts for thing in inside):
        return None
    if inside and not any(thing.cycle.counts for thing in things):
        return "not_counted"
    return "unresolved" if by == "resolved" and not life.is_over else "outside"


def check_parts(report: dict[str, Any], found: Found, by: str) -> None:
    """Compare all figures of each part, and what came, went and was left."""
    every = [thing.what for _, some in found for thing in some]
    cycles = [what for what in every if isinstance(what, Cycle) and what.counts]
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
    for group in report["groups"]:
        own = groups[group["group"]]
        mine = period_figures(own, looked_at(report, found, by))
        assert differing(group, mine, str(group["group"])) == {}
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
