"""Rows of tickets that wait for people, told at a glance: no row is decoded for it."""

from typing import Final

import msgspec

from escalate_cli.domain.ticket.action import Action

SIGNS: Final = (b'"pending_approval":{', b'"action":' + msgspec.json.encode(Action.UNANSWERED))


def waits_for_people(row: bytes) -> bool:
    """Tell whether a yes is waited for, or a rule has ever found nobody."""
    return any(sign in row for sign in SIGNS)
