"""Where things are on this machine, and whose: the store, the cache, the user."""

import os
import pwd
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from escalate_cli.errors import UsageError

FOLDER = ".escalate"
TICKETS_FILE = "tickets.json"
POLICY_FILE = "policy.yaml"
TESTS_FILE = "policy.test.yaml"
SCHEMA_FILE = "policy.schema.json"
HEARTBEAT = "last_check"
LOCK_FILE = "lock"
ARCHIVE, BACKUPS = "archive", "backups"
_FILES = (TICKETS_FILE, POLICY_FILE, TESTS_FILE, LOCK_FILE, HEARTBEAT)


class StoreLocation:
    """Where the store is, and what led there.

    Args:
        folder: the store's; of a store on a server, that of this machine's own files.
        is_named: somebody named it, and did not come across it.
        server: the address of a store on a server.
    """

    def __init__(
        self, folder: Path, why: str, *, is_named: bool = False, server: str | None = None
    ) -> None:
        self.folder, self.why = folder, why
        self.is_named, self.server = is_named, server

    @property
    def shown(self) -> str:
        """Name it to people; no password is shown."""
        return without_password(self.server) if self.server else str(self.folder)

    @property
    def absolute(self) -> str:
        """Return the store as programs elsewhere can name it, without a password of a server."""
        return self.shown if self.server else str(self.folder.absolute())

    @property
    def is_at_home(self) -> bool:
        """Tell whether it is the one of this account, as nobody named any and none is near."""
        return not self.is_named and self.folder.name != FOLDER

    @property
    def has_tickets(self) -> bool:
        """Tell whether anything was ever written there, as far as a look at folders tells."""
        return bool(self.server) or _is_there(self.folder / TICKETS_FILE)

    @property
    def is_begun(self) -> bool:
        """Tell whether there is a store, or may be one that is not ours to look at."""
        if self.server:  # whoever opens it says so
            return True
        try:
            names = [self.folder / name for name in (TICKETS_FILE, POLICY_FILE)]
            return any(each.is_symlink() or each.exists() for each in names)
        except OSError:  # whoever opens it says so
            return True

    def must_be_a_store(self) -> None:
        """Refuse to look after a store that nobody has begun; raises UsageError."""
        if not self.is_begun:
            raise UsageError(
                f"there is no store in {self.folder}",
                "escalate where says why there; escalate init makes one, and so does escalate log",
            )


def find_store(
    asked: str | None,
    environ: Mapping[str, str],
    current: Callable[[], Path],
    preferred: Callable[[], str | None] = lambda: None,
) -> StoreLocation:
    """Find the store's folder: option, environment, nearest `.escalate`, settings, user data."""
    for folder, why in ((asked, "--store"), (environ.get("ESCALATE_STORE"), "ESCALATE_STORE")):
        if folder:
            return _location(folder, f"{why} names it", environ, current)
    here = _current(current)
    for above in (here, *here.parents) if here else ():
        if (above / FOLDER).is_dir():
            return StoreLocation(above / FOLDER, "it is the nearest .escalate upwards from here")
    if own := preferred():
        place = own if "://" in own else str(_home(environ) / own.removeprefix("~/"))
        return _location(place, "your settings name it", environ, current)
    base = _base("XDG_DATA_HOME", ".local/share", environ)
    return StoreLocation(base / "escalate", "there is no .escalate upwards from here")


def _location(
    named: str, why: str, environ: Mapping[str, str], current: Callable[[], Path]
) -> StoreLocation:
    """Return where a store is that somebody named."""
    if named.startswith(("postgresql://", "postgres://")):
        _must_read_as_meant(named)
        own = _base("XDG_CONFIG_HOME", ".config", environ) / "escalate"
        return StoreLocation(own, why, is_named=True, server=named)
    return StoreLocation(_named(named, current), why, is_named=True)


def without_password(address: str) -> str:
    """Return the address of a server as it may be shown."""
    import re  # noqa: PLC0415 - start-up time

    shown = re.sub(r"(?<=://)([^/@:?]*):[^/?]*@", r"\1@", address, count=1)
    return re.sub(r"([?&](?:ssl)?password=)[^&]*", r"\1***", shown)


def _must_read_as_meant(address: str) -> None:
    """Refuse an address of which libpq would take a part of a password for something else.

    What is refused is not shown, and neither is what libpq says of it: a password is in it.
    """
    import re  # noqa: PLC0415 - start-up time

    after = address.partition("://")[2]
    authority = re.split("[/?]", after, maxsplit=1)[0]
    user, _, hosts = authority.rpartition("@")
    has_ports = all(re.fullmatch(r"(\[[^]]*]|[^:]*)(:[0-9]*)?", each) for each in hosts.split(","))
    is_read = has_ports and "@" not in user + after[len(authority) :]
    if not is_read or re.search("%(?![0-9A-Fa-f]{2})", after):
        raise UsageError(
            "the address of the server cannot be read",
            "write it like postgresql://USER@HOST:5432/DATABASE; in a password % is %25, / is %2F, "
            "? is %3F, : is %3A and @ is %40",
        )


def _named(text: str, current: Callable[[], Path]) -> Path:
    """Return a folder that was named; refuse one that only holds the store's folder."""
    folder = _folder(text)
    if not folder.is_absolute():
        begun_at(text, current)
    inside = folder / FOLDER
    if not _is_there(folder / TICKETS_FILE) and _is_there(inside / TICKETS_FILE):
        raise UsageError(f"there is no store in {folder}, but in {inside}", f"name {inside}")
    return folder


def begun_at(name: str, current: Callable[[], Path]) -> Path:
    """Return what is called so in the folder we are in; raises UsageError where that is gone."""
    here = _current(current)
    if here is None:
        what = f"the folder in which {name} would begin is gone"
        raise UsageError(what, "name it from / on, or cd elsewhere")
    return here / name


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:  # not ours to look at; whoever opens it says so
        return False


def _folder(text: str) -> Path:
    if "://" in text:
        scheme = text.partition("://")[0]
        raise UsageError(
            f"a store at {scheme}:// is not supported",
            "name a folder, or a server: postgresql://HOST/DATABASE",
        )
    if text.startswith(("postgresql:", "postgres:")):
        raise UsageError(
            "the address of a server begins with postgresql://",
            "write it like postgresql://HOST/DATABASE; of a folder of such a name say ./ before it",
        )
    return Path(text)


def _current(current: Callable[[], Path]) -> Path | None:
    try:
        return current()
    except OSError:  # the folder we were started in is gone
        return None


def is_of_store(path: Path, folder: Path) -> bool:
    """Tell whether a path is one of a store's own files, which nobody else may write."""
    parent, home = Path(os.path.realpath(path.parent)), Path(os.path.realpath(folder))
    if parent == home:
        return path.name in _FILES or path.name.startswith(tuple(f"{name}." for name in _FILES))
    return any(parent.is_relative_to(home / name) for name in (ARCHIVE, BACKUPS))


def take_after(fd: int, like: os.stat_result) -> None:
    """Give what is new the owner, group and mode it should have, as far as we may.

    They come from the file's old version, or from the folder above: then for the owner alone, but
    for the group too where that folder is shared by one (setgid and writable for it).
    """
    mine = os.fstat(fd)
    mode = stat.S_IMODE(like.st_mode) & 0o777
    if stat.S_ISDIR(like.st_mode):
        mode = 0o660 if like.st_mode & stat.S_ISGID and like.st_mode & stat.S_IWGRP else 0o600
    if like.st_uid != mine.st_uid:
        with suppress(OSError):
            os.fchown(fd, like.st_uid, -1)
    if like.st_gid != mine.st_gid:
        try:
            os.fchown(fd, -1, like.st_gid)
        except OSError:
            mode &= ~stat.S_IRWXG  # what was meant for their group is not meant for ours
    if stat.S_ISDIR(mine.st_mode):
        mode |= 0o100 | (stat.S_ISGID | stat.S_IXGRP if mode & stat.S_IRGRP else 0)
    with suppress(PermissionError):
        os.fchmod(fd, mode)


def cache_folder(environ: Mapping[str, str]) -> Path:
    """Return where compiled policies are remembered."""
    return _base("XDG_CACHE_HOME", ".cache", environ) / "escalate" / "policies"


def config_file(environ: Mapping[str, str]) -> Path:
    """Return where the settings of a person are."""
    return _base("XDG_CONFIG_HOME", ".config", environ) / "escalate" / "config.toml"


def state_folder(environ: Mapping[str, str]) -> Path:
    """Return where crash files go."""
    return _base("XDG_STATE_HOME", ".local/state", environ) / "escalate"


def _base(variable: str, beneath: str, environ: Mapping[str, str]) -> Path:
    """Return an XDG base folder; relative values count for nothing, as that standard says."""
    given = Path(environ.get(variable) or "")
    return given if given.is_absolute() else _home(environ) / beneath


def _home(environ: Mapping[str, str]) -> Path:
    home = Path(environ.get("HOME") or "")
    if home.is_absolute():
        return home
    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        return Path("/")


def real_login() -> str:
    """Name the account that really runs this, whatever the environment claims."""
    return login_of(os.getuid())


def login_of(uid: int) -> str:
    """Name an account; one that the system does not know by its number."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid:{uid}"
