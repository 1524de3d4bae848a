"""How the events of a ticket make its life: what begins and ends with each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.cli.lives import Cycle, Event, Life, Standing, Turn, judge
from tests.cli.promised import PROMISES, instant, open_seconds

NO_WORK = {"duplicate", "invalid"}
"""Outcomes of cycles that are in no figure."""

ARRIVALS = {"ticket_logged", "ticket_reopened", "ticket_returned", "ticket_escalated"}


def life_of(ticket: Mapping[str, Any], now: datetime) -> Life:
    """Live through the events of a ticket again."""
    life = Life(ticket, now)
    for event in ticket["events"]:
        at = instant(event["at"])
        is_person = event["by"] not in {"policy", ticket["source"]}
        before = life.standings[-1] if life.standings else Standing(at)
        by, moves = event["by"] if is_person else None, is_arrival(event)
        life.standings.append(replace(before, at=at, by=by, is_arrival=moves))
        _speak(life, event, at)
        _work(life, event, at)
        _hand_over(life, event, at)
        is_own = before.owner is not None and life.stands.owner == ticket["requester"]
        life.stand(is_own=is_own and not life.owes("acknowledge"))
    for run in life.runs:
        judge(run, list(life.pieces_of(run)))
    life.runs = [run for run in life.runs if run.clock != "level" or run.ended != run.began]
    return life


def is_arrival(event: Event) -> bool:
    """Tell whether a ticket comes to a level."""
    return event["kind"] in ARRIVALS and event.get("ladder") != "management"


def _work(life: Life, event: Event, at: datetime) -> None:
    """Begin and end the clocks, as an event does."""
    kind = event["kind"]
    if kind in {"ticket_logged", "ticket_reopened"}:
        life.arrived, stands = at, life.stands
        life.cycles.append(Cycle(len(life.cycles) + 1, at))
        called = ("level", "priority", "service", "customer")
        life.stand(**{name: event.get(name) or getattr(stands, name) for name in called})
        life.stand(agreed=None)
        life.begin(at, *(clock for clock in PROMISES if clock != "next_response"))
        _ask(life, event, at)
    elif is_arrival(event):
        life.arrived = at
        life.end(at, "acknowledge", done=False)
        life.end(at, "level", done=True)
        life.stand(level=event["to"])
        life.begin(at, "acknowledge", "level")
    elif kind in {"ticket_acknowledged", "ticket_paused"}:
        life.end(at, "acknowledge", "first_response", done=True)
        life.stand(waits=kind == "ticket_paused")
    elif kind == "ticket_resumed":
        life.stand(waits=False)
    elif kind == "ticket_edited":
        _edit(life, event["changes"])
    elif kind in {"ticket_resolved", "ticket_closed"}:
        life.end(at, "resolve", done=True)
        life.end(at, *PROMISES, done=False)
        life.cycles[-1].ended = life.cycles[-1].ended or at
        life.cycles[-1].counts &= event.get("outcome") not in NO_WORK
        life.stand(waits=False)
    elif kind == "review_recorded":
        life.cycles[-1].reviewed_at = at
    elif kind == "breach_excused":
        for run in life.runs:
            run.is_excused |= (run.clock, run.cycle.number) == (event["clock"], event["cycle"])


def _edit(life: Life, changes: Mapping[str, Any]) -> None:
    """Let the ticket be called otherwise, or be owed by a date."""
    called = {"priority", "service", "customer"} & changes.keys()
    life.stand(**{name: changes[name] for name in called})
    if changes.get("agreed_due_at"):
        life.stand(agreed=instant(changes["agreed_due_at"]))


def _ask(life: Life, event: Event, at: datetime) -> None:
    """Let somebody wait for an answer, unless they do already."""
    if event["kind"] == "ticket_logged":
        asks = life.ticket["requester"] is not None and not event["outbound"]
    elif event["kind"] == "ticket_reopened":
        for_who_reported = life.ticket["requester"] is not None and event["party"] in {None, "team"}
        asks = for_who_reported or event["party"] == "requester"
    else:
        asks = not life.is_over or event["party"] is not None
    if asks and not life.owes("next_response"):
        life.begin(at, "next_response")


def _speak(life: Life, event: Event, at: datetime) -> None:
    """Take a word that the requester can read; it ends the turn of whoever says it."""
    if event["kind"] == "complaint_received" or event.get("from_requester"):
        _ask(life, event, at)
    if not is_answer(event):
        return
    life.end(at, "next_response", done=True)
    if life.is_over:
        return
    life.end(at, "first_response", "update", done=True)
    life.begin(at, "update")
    by, stands = life.stands.by, life.stands
    if life.turn and by == life.turn.person:
        _end_turn(life, at, "answered")
    elif stands.owner is None and by and life.arrived:
        _begin_turn(life, by, life.arrived)
        _end_turn(life, at, "answered")


def is_answer(event: Event) -> bool:
    """Tell whether the team says something in public."""
    if event["kind"] == "ticket_paused":
        return event["party"] == "team" and bool(event["message"])
    is_public = event["kind"] == "note_added" and event["public"] and not event["from_requester"]
    return bool(is_public and event["party"] in {None, "team"})


def _hand_over(life: Life, event: Event, at: datetime) -> None:
    """Give the ticket to whom an event gives it; what is resolved nobody has."""
    kind, before = event["kind"], life.stands.owner
    if kind == "ticket_assigned" or (is_arrival(event) and kind != "ticket_reopened"):
        life.stand(owner=event["owner"])
    elif kind in {"ticket_acknowledged", "ticket_paused"} and life.stands.by:
        life.stand(owner=event["by"] if event.get("take") or not before else before)
    if kind == "ticket_resolved" and life.turn:
        _end_turn(life, at, "resolved")
    if kind != "ticket_reopened" and (life.stands.owner == before or life.is_over):
        return
    if life.turn:
        _end_turn(life, at, "handed_on")
    if life.stands.owner:
        _begin_turn(life, life.stands.owner, at)


def _begin_turn(life: Life, person: str, at: datetime) -> None:
    life.turn = Turn(person, life.cycle_at(at), at)
    life.turns.append(life.turn)


def _end_turn(life: Life, at: datetime, how: str) -> None:
    assert life.turn is not None
    turn, life.turn = life.turn, None
    hours = "P1" if life.stands.agreed else life.stands.priority
    turn.how, turn.ended, turn.seconds = how, at, open_seconds(turn.began, at, hours)
