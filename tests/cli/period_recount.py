"""The figures of a period, as JSON names them, summed up from the things that count in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from tests.cli.lives import Cycle, Life, Run, Turn
from tests.cli.promised import DAY_OF_WORK, PROMISES, REVIEWED, instant, instant_after, open_seconds
from tests.cli.recount import FEW, spread
from tests.cli.things import HAPPENED, Decision, Found, Happening, Thing

Document = dict[str, Any]
FATES = ("acted", "nobody_acted", "pending", "lapsed", "superseded", "satisfied", "unanswered")
A_MONTH = timedelta(days=31)
"""Within it five days of work have passed, whatever is celebrated."""

T = TypeVar("T")


def period_figures(found: Found, looked_at: datetime) -> Document:
    """Sum up what counts of some tickets, looked at as of an instant."""
    things = [thing for _, some in found for thing in some]
    runs = list(_of(Run, things))
    clocks = [clock_figures(runs, name) for name in PROMISES]
    means = {clock["clock"]: clock["elapsed"]["mean_seconds"] for clock in clocks}
    return {
        "tickets": _tickets(found),
        "clocks": clocks,
        "mtta_seconds": means["acknowledge"],
        "mttr_seconds": means["resolve"],
        "escalations": _escalations(found),
        "triggers": list(_triggers(found)),
        "levels": level_figures(runs),
        **{name: _often(found, kind) for kind, name in HAPPENED.items() if name != "escalations"},
        "repeat_complaints": _often(found, "complaint_received", least=1),
        "reviews": _reviews(found, looked_at),
    }


def _of(kind: type[T], things: Iterable[Thing]) -> Iterator[T]:
    return (thing.what for thing in things if isinstance(thing.what, kind))


def _tickets(found: Found) -> Document:
    """Count each ticket once, open as its last cycle of the period is."""
    last = [(life, cycles[-1]) for life, some in found if (cycles := list(_of(Cycle, some)))]
    return {
        "n": len(last),
        "open": sum(cycle.ended is None for _, cycle in last),
        "imported": sum(bool(life.ticket["events"][0]["imported_at"]) for life, _ in last),
    }


def clock_figures(runs: Iterable[Run], name: str) -> Document:
    """Sum up the runs of a clock."""
    mine = [run for run in runs if run.clock == name]
    fates = Counter(run.fate for run in mine)
    judged = fates["met"] + fates["breached"]
    done = [run for run in mine if run.is_done and run.target is not None]
    targets = {run.target for run in done}
    return {
        "clock": name,
        "runs": len(mine),
        "judged": judged,
        **{fate: fates[fate] for fate in ("met", "breached", "running", "dropped")},
        "breached_open": sum(run.fate == "breached" and run.ended is None for run in mine),
        "no_target": fates["no_target"],
        "excused": fates["excused"],
        "met_share": round(fates["met"] / judged, 3) if judged >= FEW else None,
        "target_seconds": targets.pop() if len(targets) == 1 else None,
        "elapsed": spread(sorted(run.seconds for run in done)),
    }


def level_figures(runs: Iterable[Run]) -> list[Document]:
    """Sum up the stays at each level."""
    stays = [run for run in runs if run.clock == "level"]
    whole = sum(run.seconds for run in stays)
    return [
        {
            "level": level,
            "visits": len(mine),
            "still_there": sum(run.ended is None for run in mine),
            "spent_seconds": sum(run.seconds for run in mine),
            "share": round(sum(run.seconds for run in mine) / whole, 3)
            if whole and len(stays) >= FEW
            else None,
            "each": spread(sorted(run.seconds for run in mine if run.ended)),
        }
        for level in sorted({run.level for run in stays})
        for mine in [[run for run in stays if run.level == level]]
    ]


def response_figures(turns: Sequence[Turn]) -> Document:
    """Sum up the turns of a person."""
    ends = Counter(turn.how for turn in turns)
    took = [turn.seconds for turn in turns if turn.how in {"answered", "handed_on"}]
    hows = ("answered", "handed_on", "resolved", "open")
    return {
        "given": len(turns),
        **{how: ends[how] for how in hows},
        "elapsed": spread(sorted(took)),
    }


def _often(found: Found, kind: str, least: int = 0) -> Document:
    """Count how often something happened, to tickets to which it had so often before."""
    often = [
        sum(each.event["kind"] == kind and each.earlier >= least for each in _of(Happening, some))
        for _, some in found
    ]
    return {"n": sum(often), "tickets": sum(map(bool, often))}


def _escalations(found: Found) -> Document:
    happened = [each.event for _, some in found for each in _of(Happening, some)]
    moves = [event for event in happened if event["kind"] == "ticket_escalated"]
    ways = Counter((event["ladder"], event["mode"]) for event in moves)
    rules = Counter((event.get("trigger_kind"), event.get("trigger")) for event in moves)
    return {
        **_often(found, "ticket_escalated"),
        "by_ladder": [{"ladder": way[0], "mode": way[1], "n": n} for way, n in _most(ways)],
        "by_trigger": [{"kind": of[0], "trigger": of[1], "n": n} for of, n in _most(rules)],
    }


def _most(often: Counter[tuple[str | None, str | None]]) -> list[tuple[Any, int]]:
    return sorted(often.items(), key=lambda each: (-each[1], [name or "" for name in each[0]]))


def _triggers(found: Found) -> Iterator[Document]:
    """Yield how each rule worked, the one that decided most often first."""
    decisions = Counter(each for _, some in found for each in _of(Decision, some))
    tickets = Counter(rule for _, some in found for rule in {d.rule for d in _of(Decision, some)})
    often = Counter[tuple[str, str]]()
    for decision, n in decisions.items():
        often[decision.rule] += n
    for rule, n in _most(often):  # type: ignore[arg-type]
        fates = {fate: decisions[Decision(rule, fate)] for fate in FATES}
        yield {"trigger": rule[0], "kind": rule[1], "n": n, "tickets": tickets[rule], **fates}


def _reviews(found: Found, looked_at: datetime) -> Document:
    """Count what reviews found, and what they asked for."""
    recorded = [_new_reviews(life, some) for life, some in found]
    learned = [event for some in recorded for event in some]
    last = [(life, cycles[-1]) for life, some in found if (cycles := list(_of(Cycle, some)))]
    owed = [cycle for life, cycle in last if _owes_review(life, cycle, looked_at)]
    actions = [(x, cycle) for x, cycle in last if x.ticket["events"][0]["action_of"]]
    to_do = [life for life, cycle in actions if cycle.ended is None]
    return {
        "done": len(learned),
        "owed": len(owed),
        "overdue": sum(_is_past(cycle, looked_at) for cycle in owed),
        "root_causes": _named("root_cause", [event["root_cause"] for event in learned]),
        "factors": _named("factor", [x for event in learned for x in event["factors"]]),
        "answered": sum(
            bool(each.event.get("answered_by"))
            for _, some in found
            for each in _of(Happening, some)
        ),
        "actions": len(actions),
        "open_actions": len(to_do),
        "overdue_actions": sum(_is_overdue(life) for life in to_do),
    }


def _new_reviews(life: Life, some: Sequence[Thing]) -> list[Any]:
    """Return reviews, save those that only say what answered the one before."""
    every = [event for event in life.ticket["events"] if event["kind"] == "review_recorded"]
    repeated = {
        event["seq"]
        for before, event in pairwise(every)
        if event["answered_by"] and event["root_cause"] == before["root_cause"]
    }
    happened = (each.event for each in _of(Happening, some))
    reviews = (event for event in happened if event["kind"] == "review_recorded")
    return [event for event in reviews if event["seq"] not in repeated]


def _named(name: str, texts: Iterable[str]) -> list[Document]:
    """Count texts, the most frequent first."""
    often = sorted(Counter(texts).items(), key=lambda each: (-each[1], each[0]))
    return [{name: text, "n": n} for text, n in often]


def _owes_review(life: Life, cycle: Cycle, looked_at: datetime) -> bool:
    """Tell whether a review was owed at an instant, of the cycle of then."""
    if cycle.ended is None or cycle.ended > looked_at or cycle is not life.cycle_at(looked_at):
        return False
    is_reviewed = cycle.reviewed_at is not None and cycle.reviewed_at <= looked_at
    return life.standing_at(looked_at).priority in REVIEWED and not is_reviewed


def _is_past(cycle: Cycle, looked_at: datetime) -> bool:
    assert cycle.ended is not None
    length, latest = int(5 * DAY_OF_WORK.total_seconds()), min(looked_at, cycle.ended + A_MONTH)
    has_passed = open_seconds(cycle.ended, latest, "P2") >= length
    return has_passed and looked_at > instant_after(cycle.ended, length, "P2", latest)


def _is_overdue(life: Life) -> bool:
    """Tell whether what is owed last has used more than its target now in force."""
    run = [run for run in life.runs if run.clock == "resolve"][-1]
    return run.target is not None and run.seconds > run.target and not run.is_excused


def worst_breaches(found: Found) -> list[tuple[int, str, list[Run]]]:
    """Return by how much each ticket went over a target at most, and by which runs."""
    worst = []
    for life, some in found:
        over = {id(run): run.seconds - run.late_under for run in _of(Run, some) if run.late_at}
        late = [run for run in _of(Run, some) if run.fate == "breached"]
        if late:
            most = max(over[id(run)] for run in late)
            runs = [run for run in late if over[id(run)] == most]
            worst.append((most, str(life.ticket["id"]), runs))
    return sorted(worst, key=lambda each: (-each[0], each[1]))


def cause_of(life: Life) -> str | None:
    """Return what was found to be why, or else how the ticket was resolved."""
    causes = [event.get("root_cause") for event in life.ticket["events"]]
    last: str | None = next((cause for cause in reversed(causes) if cause), None)
    return last or life.ticket["resolution"] or None


def within(figures: Document, at: datetime | None) -> bool:
    """Tell whether an instant belongs to a period."""
    return at is not None and instant(figures["since"]) <= at < instant(figures["until"])
