"""Maintenance that people announced by a command: windows beside those of the file."""

from datetime import datetime

from msgspec.structs import replace

from escalate_cli.domain.policy.people import People
from escalate_cli.domain.policy.sections.conditions import When
from escalate_cli.domain.policy.sections.maintenance import Window
from escalate_cli.domain.policy.standing.base import Standing
from escalate_cli.domain.time.instant_parsing import format_instant


class _OfWindow(Standing, frozen=True):
    """What was said of one window, which is known by what it is for and when."""

    when: When
    from_at: datetime
    until_at: datetime

    @property
    def about(self) -> str:
        """Say which tickets it is for."""
        return self.when.wording

    @property
    def text(self) -> str:
        """Say from when until when."""
        return f"maintenance {format_instant(self.from_at)} to {format_instant(self.until_at)}"


class MaintenanceAdded(_OfWindow, frozen=True):
    """The policy is silent about tickets that match, in [from_at, until_at)."""

    def upon(self, people: People) -> People:
        """Put the window beside those of the file."""
        window = Window(
            when=self.when,
            from_at=self.from_at,
            until_at=self.until_at,
            why=self.message,
            change=self.change,
        )
        return replace(people, maintenance=(*people.maintenance, window))


class MaintenanceEnded(_OfWindow, frozen=True):
    """A window ends at the instant at which this was said, or never begins."""

    def upon(self, people: People) -> People:
        """Cut the window short; a window of the same words in the file is another one."""
        windows = (
            replace(each, until_at=min(each.until_at, self.at)) if self._is_of(each) else each
            for each in people.maintenance
        )
        lasting = tuple(each for each in windows if each.from_at < each.until_at)
        return replace(people, maintenance=lasting)

    def _is_of(self, window: Window) -> bool:
        said = (window.when, window.from_at, window.until_at)
        return bool(window.change) and said == (self.when, self.from_at, self.until_at)
