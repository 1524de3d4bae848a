"""The file of a person's settings, `config.toml`: read strictly, and never another's."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import msgspec

from escalate_cli.errors import EscalateError, reason_of
from escalate_cli.file_ownership import NotOursError
from escalate_cli.invocation import Colour
from escalate_cli.sanitize import one_line
from escalate_cli.suggestions import nearest, shell_word

_MOST: Final = 64 * 1024
"""Bytes of a file that somebody wrote by hand."""

_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*$")]
_Place = Annotated[str, msgspec.Meta(pattern=r"^(/|~/|[a-z]+://)[^\x00-\x1f]*$")]
_View = Annotated[str, msgspec.Meta(pattern=r"^(?!me$|last$)[A-Za-z0-9_-]+$")]
_EXAMPLES: Final[Mapping[str, str]] = {
    "name": 'name = "ana"',
    "store": 'store = "~/team/.escalate", or a path from / on',
    "colours": 'colours = "auto", "always" or "never"',
    "columns": 'columns = ["id", "priority", "due", "title"]',
    "pager": 'pager = "less -R", or false for none',
    "views": 'views = {late = "is:overdue -tag:spam"}, in letters, digits and -',
}
"""What each key may look like."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a person likes; each goes behind an option and a variable of the environment.

    Attributes:
        name: who acts.
        store: where the tickets are if there is no `.escalate` upwards from here.
        colours: when there are any.
        columns: what a list of tickets shows on a terminal.
        views: queries by the names that stand for them after an `@`.
        pager: in what longer answers are read; False in nothing.
    """

    name: _Name | None = None
    store: _Place | None = None
    colours: Colour | None = None
    columns: tuple[_Name, ...] = ()
    pager: str | bool = True
    views: Mapping[_View, _Name] = {}


class ConfigFile(msgspec.Struct, frozen=True):
    """A file of settings, as far as it could be read.

    Attributes:
        state: whether it is read, and else why not.
        mistake: what of it does not count, and what to do about it.
    """

    path: Path
    settings: Settings
    state: str
    mistake: EscalateError | None = None


def read_config(path: Path) -> ConfigFile:
    """Read a file of settings; what is wrong in it counts as if it were not there."""
    try:
        content = _content(path)
    except (FileNotFoundError, NotADirectoryError):
        return ConfigFile(path, Settings(), "there is none")
    except NotOursError as error:
        return _left(path, error.found, error.help)
    except OSError as error:
        return _left(path, f"{path} cannot be read: {reason_of(error)}")
    from tomllib import loads  # noqa: PLC0415 - few have settings

    try:
        return _checked(path, loads(content.decode()))
    except UnicodeDecodeError:
        return _left(path, f"{path} is not UTF-8")
    except (ValueError, RecursionError) as error:
        return _left(path, f"{path} is no TOML: {error}")


def _content(path: Path) -> bytes:
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
    with os.fdopen(os.open(path, flags), "rb", buffering=0) as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise NotOursError(path, "no regular file")
        if status.st_uid != os.geteuid():
            raise NotOursError(path, "somebody else's file")
        if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise NotOursError(path, "open to others", f"chmod go-w {shell_word(path)}")
        if status.st_size > _MOST:
            raise NotOursError(path, f"a file of more than {_MOST:,} bytes")
        return stream.read(_MOST)


def _left(path: Path, why: str, advice: str | None = None) -> ConfigFile:
    return ConfigFile(path, Settings(), "it is not read", EscalateError(why, advice))


def _checked(path: Path, found: Mapping[str, object]) -> ConfigFile:
    """Take what is right, key by key, and say what the first mistake is."""
    known = [field.encode_name for field in msgspec.structs.fields(Settings)]
    right: dict[str, object] = {}
    mistakes: list[tuple[str, str]] = []
    for key, value in found.items():
        if key not in known:
            near = nearest(key, known)
            meant = f"did you mean '{near}'?" if near else f"known are {', '.join(known)}"
            mistakes.append((f"unknown key '{one_line(key)}'", meant))
        elif _is_right(key, value):
            right[key] = value
        else:
            mistakes.append((f"the value of '{key}' is none", f"write {_EXAMPLES[key]}"))
    settings = msgspec.convert(right, Settings)
    if not mistakes:
        return ConfigFile(path, settings, "it is read")
    what, advice = mistakes[0]
    more = f", and {len(mistakes) - 1} more" if mistakes[1:] else ""
    error = EscalateError(f"{path}: {what}{more}", advice)
    return ConfigFile(path, settings, "it is read as far as it is right", error)


def _is_right(key: str, value: object) -> bool:
    try:
        msgspec.convert({key: value}, Settings)
    except msgspec.ValidationError:
        return False
    return True
