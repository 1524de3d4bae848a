"""What the policy does next, in words: `11:06 T-72 climbs to L2 (bo)`."""

from collections.abc import Mapping
from typing import Final

from escalate_cli.domain.ticket.action import Action
from escalate_cli.domain.ticket.events.wording import spaced
from escalate_cli.domain.ticket.people.team import some_of
from escalate_cli.render.parts.words.time_text import Wall
from escalate_cli.usecases.insight.coming import Coming

_SAYS: Final[Mapping[str, str]] = {
    Action.ESCALATED: "{id} climbs to {to}{told}",
    Action.NOTIFIED: "{names} told of {id}",
    Action.RECORDED: "{id} {about} is breached",
    Action.RESUMED: "{id} goes on",
    Action.RELEASED: "{id} is released",
    Action.CLOSED: "{id} closes",
    Action.APPROVED: "{id} is approved by itself",
    Action.PRIORITISED: "{id} changes priority",
}


def coming_text(coming: Coming, wall: Wall) -> str:
    """Say when the policy does what, and to whom."""
    decision = coming.decision
    names = some_of(decision.notified) or "nobody"
    said = _SAYS.get(decision.action, "{id} {about}").format(
        id=decision.ticket,
        to=decision.to,
        told=f" ({names})" if decision.notified else "",
        names=names,
        about=spaced(decision.trigger),
    )
    return f"{wall.time(coming.at) if coming.at > wall.now else 'at the next check'} {said}"
