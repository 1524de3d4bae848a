"""Turns in teams whose tickets go round: kept in the change that hands a ticket over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:  # types alone: start-up time
    from collections.abc import Iterable

    from escalate_cli.domain.ticket.events import Event
    from escalate_cli.usecases.context import Context
    from escalate_cli.usecases.ports import Transaction


def keep_turns(context: Context, tx: Transaction, events: Iterable[Event]) -> None:
    """Keep who had a turn by new events, so that the next ticket goes to the one after them."""
    for event in events:
        if event.is_new and event.turn is not None:
            from escalate_cli.domain.policy.standing.gauges import LastTurn, last_turns  # noqa: PLC0415

            team, person = event.turn
            known = last_turns(tx.gauges()).get(team)
            turn = LastTurn(name=team, at=event.at, by=event.by, person=person)
            tx.set_gauge(replace(turn, before=known.person if known else None))
            context.standing.had(team, person)


def turns_taken(context: Context, events: Iterable[Event]) -> None:
    """Let the tickets that are decided next go to those after who had a turn by new events."""
    for event in events:
        if event.is_new and event.turn is not None:
            context.standing.had(*event.turn)


def give_turns_back(tx: Transaction, withdrawn: Iterable[Event]) -> None:
    """Give a turn that was withdrawn back to whoever had it, if nobody had one since."""
    for event in withdrawn:
        if event.turn is None:
            continue
        from escalate_cli.domain.policy.standing.gauges import LastTurn, last_turns  # noqa: PLC0415

        team, person = event.turn
        last = last_turns(tx.gauges()).get(team)
        if last is None or (last.person, last.at) != (person, event.at):
            continue
        if last.before is None:
            tx.forget_gauge(last)
        else:
            tx.set_gauge(LastTurn(name=team, at=event.at, by=last.by, person=last.before))
