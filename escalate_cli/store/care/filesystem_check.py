"""Network and synchronised folders (NFS, Dropbox): there what a store promises does not hold."""

import os
import re
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "davfs"}
)
_OCTAL = re.compile(r"\\([0-7]{3})")
_LOCAL_FUSE = frozenset({"fuseblk", "fuse.lxcfs"})
_SYNCHRONISED = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud drive",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "syncthing",
    "pclouddrive",
)


def unsafe_place(folder: Path, mounts: Path = MOUNTS) -> str | None:
    """Say why a folder is no safe place for a store, or nothing if it is."""
    real = os.path.realpath(folder)
    kind = _file_system(real, mounts)
    if kind in _REMOTE or (kind.startswith("fuse") and kind not in _LOCAL_FUSE):
        return (
            f"{folder} is on a file system of the kind {kind}: its locks and flushes may not hold, "
            "so that two commands at once or a power cut can lose changes"
        )
    for part in Path(real).parts:
        if part.casefold().startswith(_SYNCHRONISED):
            return (
                f"{folder} is inside {part}, which copies files between computers: "
                "changes made on two of them at once end up in two files"
            )
    return None


def _file_system(real: str, mounts: Path) -> str:
    """Return the kind of the file system that holds a path; nothing where none is known."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        _, point, found, *_ = [*line.split(" "), "", "", ""]
        point = _OCTAL.sub(lambda match: chr(int(match[1], 8)), point).rstrip("/")
        holds = real == point or real.startswith(f"{point}/")
        if holds and len(point) >= len(best):
            best, kind = point, found
    return kind
