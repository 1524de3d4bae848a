"""Rows of tickets that wait for people, told at a glance: no row is decoded for it."""

from typing import Final

SIGNS: Final = (b'"pending_approval":{', b'"action":"unanswered"')


def waits_for_people(row: bytes) -> bool:
    """Tell whether a yes is waited for, or a rule has ever found nobody."""
    return any(sign in row for sign in SIGNS)
