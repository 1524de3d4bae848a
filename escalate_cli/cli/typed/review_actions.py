"""Actions of a review as typed: a text, and at its end who does it and by when."""

import re
from typing import TYPE_CHECKING, Final

from escalate_cli.domain.time.instant_parsing import is_day
from escalate_cli.errors import UsageError
from escalate_cli.usecases.verbs.review_actions import NewAction

if TYPE_CHECKING:
    from datetime import datetime

    from escalate_cli.wiring import Wiring

_SAID: Final = re.compile(r"(.*?)(?:^|\s+)(owner|due):(\S+)\s*", re.DOTALL)


def review_action(run: "Wiring", typed: str) -> NewAction:
    """Read `renew the certificate owner:nora due:friday`; a day alone is meant to its end."""
    text, said = typed, dict[str, str]()
    while match := _SAID.fullmatch(text):
        text, name, value = match.groups()
        if name in said:
            raise UsageError(f"'{typed}' names two {name}s", f"leave one {name}: away")
        said[name] = value
    return NewAction(text, said.get("owner"), _date(run, said["due"]) if "due" in said else None)


def _date(run: "Wiring", typed: str) -> "datetime":
    return run.instant(f"{typed} 23:59" if is_day(typed) else typed)
