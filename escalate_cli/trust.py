"""Trust: whose the store and the policy are; a stranger's count only where they were named."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from escalate_cli.errors import DistrustedError
from escalate_cli.paths import TICKETS_FILE, login_of
from escalate_cli.suggestions import shell_word

_MOST_LINKS = 40
"""The system follows no more of them either."""


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """Tells what belongs to a trusted account: a folder, a file, and every link on the way.

    Attributes:
        accounts: the user ids that are trusted: one's own, and root's.
        look: finds out about a path, following no link.
    """

    accounts: frozenset[int]
    look: Callable[[Path], os.stat_result] = os.lstat

    @classmethod
    def of_this_user(cls) -> "Trust":
        """Trust whoever runs this, and root."""
        return cls(accounts=frozenset({os.geteuid(), 0}))

    def refuse_store(self, folder: Path) -> None:
        """Refuse a store that was come across and is somebody else's; raises DistrustedError.

        In a folder that its owner shares with a group, the group's members may own the tickets.
        """
        for hop in _trail(folder):
            self._refuse(hop, folder)
        for hop in _trail(folder / TICKETS_FILE):
            home = _real(hop.parent)
            self._refuse(home, folder)
            if not self._is_shared(home):
                self._refuse(hop, folder)

    def refuse_policy(self, policy: Path, folder: Path) -> None:
        """Refuse the policy of a store if anybody else could replace it; raises DistrustedError.

        A policy runs programs, so that being in the group is not enough.
        """
        for hop in _trail(policy):
            self._refuse(_real(hop.parent), folder)
            self._refuse(hop, folder)

    def roots(self, policy: Path | None, folder: Path) -> tuple[Path, ...]:
        """Return where the relative paths of a policy may begin, the first choice first.

        What is meant lies beside the real file. For a policy that lies elsewhere it may be in the
        store's folder too, unless that is somebody else's.
        """
        if policy is None or not os.path.isfile(policy):  # noqa: PTH113 - never raises
            return (folder,)
        home = _real(policy).parent
        if home == _real(folder):
            return (folder,)
        return (home, folder) if self._is_trusted(_real(folder)) else (home,)

    def other_owner(self, root: Path, name: str, named: Iterable[Path]) -> str | None:
        """Name who could put something else where a policy means a file: one of the group, say.

        Args:
            root: the folder in which the file's name begins.
            name: of a program, or of what is written.
            named: the folders that were named, in which all may be anybody's.
        """
        if root in named:
            return None
        for part in Path(name).parts:
            root /= part
            for hop in _trail(root):
                for each in (_real(hop.parent), hop):
                    if not self._is_trusted(each):
                        return login_of(self.look(each).st_uid)
        return None

    def _refuse(self, path: Path, folder: Path) -> None:
        if not self._is_trusted(path):
            owner, store = login_of(self.look(path).st_uid), shell_word(folder)
            raise DistrustedError(
                f"{path} belongs to {owner}, and nobody named it, so it is not used",
                f"if you trust {owner}: --store {store}, or export ESCALATE_STORE={store}",
            )

    def _is_trusted(self, path: Path) -> bool:
        """Tell whether the owner is trusted; what cannot be looked at cannot be used either."""
        try:
            return self.look(path).st_uid in self.accounts
        except OSError:
            return True

    def _is_shared(self, folder: Path) -> bool:
        """Tell whether a folder is for a group, and for nobody beyond it."""
        try:
            return self.look(folder).st_mode & (stat.S_IWGRP | stat.S_IWOTH) == stat.S_IWGRP
        except OSError:
            return False


def exposure(policy: Path) -> tuple[str, str] | None:
    """Say how everybody could change a policy, so that nothing is sent by it, and the remedy."""
    try:
        return next(filter(None, map(_exposed, _trail(policy))), None)
    except OSError as error:
        found = f"the policy cannot be looked at, so nothing is sent by it: {error.strerror}"
        return found, f"ls -l {shell_word(policy)}"


def _exposed(path: Path) -> tuple[str, str] | None:
    folder = _real(path.parent)
    mode, around = _mode(path), _mode(folder)
    if mode & stat.S_IWOTH and not stat.S_ISLNK(mode):
        return (
            "everybody can write the policy, so nothing is sent by it",
            f"chmod o-w {shell_word(path)}",
        )
    if around & stat.S_IWOTH and not around & stat.S_ISVTX:
        found = "everybody can replace the policy, so nothing is sent by it"
        return found, f"chmod o-w {shell_word(folder)}"
    return None


def _mode(path: Path) -> int:
    """Return the mode of what is at a path; 0 where nothing is there."""
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _trail(path: Path) -> Iterator[Path]:
    """Yield a path, and where its links lead, one after the other."""
    for _ in range(_MOST_LINKS):
        yield path
        try:
            path = path.parent / path.readlink()
        except OSError:  # no link, or nothing that we may look at
            return


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
