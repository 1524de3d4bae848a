"""What is chosen where several may say it: an option, the environment, settings, nobody."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

import msgspec

from escalate_cli.errors import EscalateError, UsageError
from escalate_cli.invocation import Invocation
from escalate_cli.paths import config_file
from escalate_cli.suggestions import nearest

if TYPE_CHECKING:  # nothing of it is read in a pipe
    from escalate_cli.settings.config_file import ConfigFile, Settings

_VIEW: Final = r"[A-Za-z0-9_-]+"
_NO_VIEWS: Final = "views are in your settings, which are read on a terminal"
SETTINGS: Final = "settings"
DEFAULT: Final = "default"


class Choice(msgspec.Struct, frozen=True):
    """A value, and what named it."""

    value: str
    origin: str


class Choices:
    """What one command line goes by.

    Args:
        typed: its options.
        environ: the environment.
        has_person: whether somebody is there whose settings count.
        warn: says what is wrong in them.
    """

    def __init__(
        self,
        typed: Invocation,
        environ: Mapping[str, str],
        *,
        has_person: bool,
        warn: Callable[[EscalateError], None],
    ) -> None:
        self._typed, self._environ = typed, environ
        self._has_person, self._warn = has_person, warn

    @cached_property
    def file(self) -> "ConfigFile | None":
        """The file of settings; nothing where nobody is there who would like anything."""
        if not self._has_person:
            return None
        from escalate_cli.settings.config_file import read_config  # noqa: PLC0415 - start-up time

        found = read_config(config_file(self._environ))
        if found.mistake:
            self._warn(found.mistake)
        return found

    @property
    def _liked(self) -> "Settings | None":
        return self.file.settings if self.file else None

    @property
    def store(self) -> str | None:
        """Return the store of the settings."""
        return self._liked.store if self._liked else None

    @cached_property
    def name(self) -> Choice:
        """Who acts; without a value whoever runs it."""
        return _first(
            (self._typed.actor, "--as"),
            self._variable("ESCALATE_ACTOR"),
            (self._liked.name if self._liked else None, SETTINGS),
        )

    @cached_property
    def colours(self) -> Choice:
        """When there are colours; `auto` is what the environment and the terminal say."""
        said = [name for name in ("NO_COLOR", "FORCE_COLOR") if self._environ.get(name)]
        said += ["TERM"] if self._environ.get("TERM") == "dumb" else []
        return _first(
            (self._typed.color, "--color"),
            *(("auto", name) for name in said),
            (self._liked.colours if self._liked else None, SETTINGS),
            ("auto", DEFAULT),
        )

    @cached_property
    def pager(self) -> Choice:
        """In what longer answers are read; without a value in nothing."""
        if self._environ.get("NO_PAGER"):
            return Choice("", "NO_PAGER")
        liked = self._liked.pager if self._liked else True
        if liked is False and not self._environ.get("PAGER"):
            return Choice("", SETTINGS)
        own = liked if isinstance(liked, str) else None
        return _first(self._variable("PAGER"), (own, SETTINGS), ("less -R", DEFAULT))

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that the person wants to see of tickets, if they have said so."""
        return self._liked.columns if self._liked else ()

    @property
    def views(self) -> Mapping[str, str]:
        """Return the queries that have a name."""
        return self._liked.views if self._liked else {}

    def query(self, words: Iterable[str]) -> list[str]:
        """Return the words of a query, with what each `@view` among them stands for."""
        return [self._meant(word) for word in words]

    def _meant(self, word: str) -> str:
        name = word.removeprefix("@")
        if name == word or not re.fullmatch(_VIEW, name) or name == "me":
            return word
        if name in self.views:
            return self.views[name]
        near = nearest(name, self.views)
        known = f"your views are {', '.join(self.views)}" if self.views else _NO_VIEWS
        advice = f"did you mean '@{near}'?" if near else known
        raise UsageError(f"there is no view '{name}'", f"{advice}; as text it is '\"@{name}\"'")

    def _variable(self, name: str) -> tuple[str | None, str]:
        return self._environ.get(name), name


def _first(*offers: tuple[str | None, str]) -> Choice:
    """Return the first value that somebody gave; an empty one is none."""
    return next((Choice(value, origin) for value, origin in offers if value), Choice("", DEFAULT))
