"""Traffic on a policy: which ways the tickets went that anything happened to in a time."""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain

from escalate_cli.domain.figures.traffic import Traffic, TrafficTally, Way
from escalate_cli.usecases.context import Context
from escalate_cli.usecases.ports import ProgressWatch


def flow_traffic(
    context: Context, since: datetime, watch: ProgressWatch | None = None
) -> Mapping[Way, Traffic]:
    """Count the ways that tickets went since an instant; what cannot be read is left out."""
    tally = TrafficTally(since)
    with context.read() as view:
        every = chain(view.search(), view.archived())
        recent = (ticket for ticket in every if ticket.latest_at >= since)
        seen = watch(recent, view.highest()) if watch else recent
        for history in context.each(seen, lambda ticket: context.history(view, ticket.number)):
            tally.add(history)
    return tally.figures()
