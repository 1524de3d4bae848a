"""Thresholds: how far a clock must have run: a share, a time, or a time before due."""

import re
from datetime import timedelta

import msgspec

from escalate_cli.domain.policy.target import Target
from escalate_cli.domain.time.duration import format_duration, parse_duration
from escalate_cli.errors import BadDurationError

_SHARE = r"([0-9]{1,4}(?:\.[0-9]{1,3})?)%"


class Threshold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Exactly one of the three is given.

    Attributes:
        share: of the target, 1 is all of it.
        spent: business time on the clock.
        before_due: business time that is left of the target.
    """

    share: float | None = None
    spent: timedelta | None = None
    before_due: timedelta | None = None

    def of(self, target: Target | None) -> timedelta | None:
        """Return the time to be spent, or nothing where no target is in force."""
        if self.spent is not None:
            return self.spent
        if target is None:
            return None
        if self.share is not None:
            return target.share(self.share)
        return max(target.within - (self.before_due or timedelta(0)), timedelta(0))

    def __str__(self) -> str:
        """Write it as a policy does."""
        if self.share is not None:
            return f"{self.share * 100:g}%"
        if self.spent is not None:
            return format_duration(self.spent)
        return f"due-{format_duration(self.before_due or timedelta(0))}"


def parse_threshold(text: str) -> Threshold:
    """Read `75%`, `1h` or `due-30m`.

    Raises:
        BadDurationError: when it is none of these.
    """
    if match := re.fullmatch(_SHARE, text):
        return Threshold(share=float(match[1]) / 100)
    before_due = text.startswith("due-")
    duration = parse_duration(text.removeprefix("due-")).resolve(None)
    if duration <= timedelta(0):
        raise BadDurationError(f"'{text}' is no time at all", "write a share, '1h' or 'due-30m'")
    return Threshold(before_due=duration) if before_due else Threshold(spent=duration)
