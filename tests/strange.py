"""What may lie under a name of ours, and is not ours."""

import os
from collections.abc import Callable
from pathlib import Path


def link_to_a_victim(path: Path) -> None:
    """Plant a link to the file `victim` beside it."""
    path.symlink_to(path.with_name("victim"))


def dead_link(path: Path) -> None:
    """Plant a link that leads nowhere."""
    path.symlink_to(path.with_name("nowhere"))


def link_to_itself(path: Path) -> None:
    """Plant a link in a circle."""
    path.symlink_to(path)


def full_folder(path: Path) -> None:
    """Make a folder with somebody's file in it."""
    path.mkdir()
    (path / "mine").write_bytes(b"mine")


STRANGE: dict[str, Callable[[Path], object]] = {
    "a link": link_to_a_victim,
    "a dead link": dead_link,
    "a link to itself": link_to_itself,
    "a folder": Path.mkdir,
    "a full folder": full_folder,
    "a pipe": os.mkfifo,
}
"""How to plant each; a regular file of ours is not among them."""
