"""Authority that somebody lent to another one, with an end."""

from datetime import datetime

from escalate_cli.domain.policy.standing.base import Standing
from escalate_cli.domain.time.instant_parsing import format_instant


class AuthorityLent(Standing, frozen=True):
    """One person speaks for another, in [from_at, until_at)."""

    person: str
    to: str
    from_at: datetime
    until_at: datetime

    @property
    def about(self) -> str:
        """Return the name of whose authority it is."""
        return self.person

    @property
    def text(self) -> str:
        """Return who may use it, and when."""
        return f"{self.to} {format_instant(self.from_at)} to {format_instant(self.until_at)}"
