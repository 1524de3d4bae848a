"""How long whoever has a ticket may let it lie."""

from typing import Annotated

from escalate_cli.domain.policy.sections.delay import Delay
from escalate_cli.domain.policy.sections.policy_key import Doc

UnackAfter = Annotated[
    Delay | None,
    Doc(
        "duration without a note or step of the owner, waits left out, after which a ticket is"
        " released, or [business time](#close_after)",
        "{after: 4h, calendar: office}",
        "never",
    ),
]
