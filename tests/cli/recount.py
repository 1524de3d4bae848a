"""A recount of a report from what `show --json` says of each ticket, with no code of the report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import Any

Figures = Mapping[tuple[str, str, str], int]
"""How much of what, by section, name and figure."""

OFTEN = {
    "ticket_escalated": "escalations",
    "ticket_reopened": "reopenings",
    "ticket_returned": "returns",
    "complaint_received": "complaints",
}
Fate = tuple[str, str | None]
"""What came of a decision, and the instant of that."""

AT_ONCE = {"lapsed", "superseded", "satisfied", "unanswered"}


def recounted(tickets: Iterable[Mapping[str, Any]]) -> Figures:
    """Count what happened to tickets; a count of nothing is left out."""
    found = Counter[tuple[str, str, str]]()
    for ticket in tickets:
        own = Counter[tuple[str, str, str]](_of(ticket))
        found["tickets", "", "n"] += 1
        found["tickets", "", "open"] += ticket["status"] not in {"resolved", "closed"}
        found.update(own)
        for section, name, figure in list(own):
            if figure == "n" and section in {*OFTEN.values(), "repeat_complaints", "trigger"}:
                found[section, name, "tickets"] += 1
    return {name: n for name, n in found.items() if n}


def _of(ticket: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    complaints = 0
    for number, event in enumerate(ticket["events"]):
        kind = event["kind"]
        if kind in OFTEN:
            yield OFTEN[kind], "", "n"
        if kind == "complaint_received":
            complaints += 1
            if complaints > 1:
                yield "repeat_complaints", "", "n"
        if kind == "ticket_escalated":
            yield "escalations_by_ladder", f"{event['ladder']}/{event['mode']}", "n"
            rule = event.get("trigger")
            name = f"{event['trigger_kind']}/{rule}" if rule else "person"
            yield "escalations_by_trigger", name, "n"
        if kind == "review_recorded":
            yield "reviews", "", "done"
            yield "root_cause", event["root_cause"], "n"
        if kind == "trigger_fired":
            name = f"{event['trigger_kind']}/{event['trigger']}"
            yield "trigger", name, "n"
            yield "trigger", name, fate_of(event, ticket["events"][number + 1 :])[0]
    for breach in ticket["breaches"]:
        yield "clock", breach["clock"], "excused" if breach["excused"] else "breached"


def fate_of(fired: Mapping[str, Any], later: Iterable[Mapping[str, Any]]) -> Fate:
    """Look ahead for what came of a decision, and when that was certain."""
    if fired["action"] in AT_ONCE:
        return str(fired["action"]), fired["at"]
    for event in later:
        if event["by"] != "policy" and event.get("party") in {None, "team"}:
            return "acted", event["at"]
        if event["kind"] == "trigger_fired" and event["since"] > fired["since"]:
            return "nobody_acted", event["at"]
    return "pending", None


FEW = 5
"""Of fewer no share and no percentile is given."""
MOVES = {"ticket_reopened", "ticket_escalated", "ticket_returned"}
DUTIES = {
    "first_response": {"ticket_acknowledged", "ticket_paused"},
    "acknowledge": {"ticket_acknowledged", "ticket_paused"},
    "resolve": {"ticket_resolved"},
    "update": set[str](),
    "next_response": set[str](),
    "level": set[str](),
}
"""What ends a clock as it was owed, besides a public word."""


def has_one_run_of_each_clock(ticket: Mapping[str, Any]) -> bool:
    """Tell whether what is shown of its clocks is all that there was of them."""
    events = ticket["events"]
    is_assessed_anew = any("priority" in event.get("changes", ()) for event in events)
    return not (is_assessed_anew or MOVES & {event["kind"] for event in events})


def recounted_clock(tickets: Sequence[Mapping[str, Any]], name: str) -> dict[str, object]:
    """Count what became of a clock of tickets that had one run of it each, as JSON names it.

    What was resolved the instant that it came was at no level.
    """
    if name == "level":
        tickets = [each for each in tickets if each["resolved_at"] != each["logged_at"]]
    runs = [(ticket["clocks"][name], ticket["breaches"]) for ticket in tickets]
    fates = Counter(_fate_of(run, missed, name) for run, missed in runs)
    late = [run for run, missed in runs if run and _fate_of(run, missed, name) == "breached"]
    done = [
        run
        for ticket in tickets
        if (run := ticket["clocks"][name]) and _is_over(run) and _is_done(ticket, run, name)
    ]
    judged = fates["met"] + fates["breached"]
    targets = {run["target_seconds"] for run in done}
    return {
        "clock": name,
        "runs": len(runs),
        "judged": judged,
        "met": fates["met"],
        "breached": fates["breached"],
        "breached_open": sum(not _is_over(run) for run in late),
        "running": fates["running"],
        "dropped": fates["dropped"],
        "no_target": fates["no_target"],
        "excused": fates["excused"],
        "met_share": round(fates["met"] / judged, 3) if judged >= FEW else None,
        "target_seconds": targets.pop() if len(targets) == 1 else None,
        "elapsed": spread(sorted(run["elapsed_seconds"] for run in done)),
    }


def _fate_of(run: Mapping[str, Any] | None, missed: Iterable[Mapping[str, Any]], name: str) -> str:
    if run is None:
        return "no_target"
    mine = [each["excused"] for each in missed if each["clock"] == name]
    if mine:
        return "excused" if any(mine) else "breached"
    return "met" if run["met_at"] else "dropped" if _is_over(run) else "running"


def _is_over(run: Mapping[str, Any]) -> bool:
    return not (run["running"] or run["state"] == "paused")


def _is_done(ticket: Mapping[str, Any], run: Mapping[str, Any], name: str) -> bool:
    """Tell whether a run that is over is so by what was owed, and not by the end of the ticket."""
    acts = [event for event in ticket["events"] if event["at"] >= run["started_at"]]
    return any(event["kind"] in DUTIES[name] or event.get("public") for event in acts)


def spread(lengths: Sequence[int]) -> dict[str, object]:
    """Take the middle and the long end as lengths that there were."""
    n = len(lengths)
    ranks = {"median_seconds": 0.5, "p90_seconds": 0.9, "longest_seconds": 1}
    return {
        "n": n,
        "mean_seconds": round(sum(lengths) / n) if n else None,
        **{name: lengths[ceil(p * n) - 1] if n >= FEW else None for name, p in ranks.items()},
    }
