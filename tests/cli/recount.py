"""A recount of a report from what `show --json` says of each ticket, with no code of the report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Figures = Mapping[tuple[str, str, str], int]
"""How much of what, by section, name and figure."""

OFTEN = {
    "ticket_escalated": "escalations",
    "ticket_reopened": "reopenings",
    "ticket_returned": "returns",
    "complaint_received": "complaints",
}
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
            yield "trigger", name, _fate(event, ticket["events"][number + 1 :])
    for breach in ticket["breaches"]:
        yield "clock", breach["clock"], "excused" if breach["excused"] else "breached"


def _fate(fired: Mapping[str, Any], later: Iterable[Mapping[str, Any]]) -> str:
    """Look ahead for what came of a decision."""
    if fired["action"] in AT_ONCE:
        return str(fired["action"])
    for event in later:
        if event["by"] != "policy" and event.get("party") in {None, "team"}:
            return "acted"
        if event["kind"] == "trigger_fired" and event["since"] > fired["since"]:
            return "nobody_acted"
    return "pending"
