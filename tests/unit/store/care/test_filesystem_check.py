"""Where a store is not safe."""

from pathlib import Path

import pytest

from escalate_cli.store.care.filesystem_check import unsafe_place

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/export /srv/team nfs4 rw 0 0
/dev/sdb /srv/team/local ext4 rw 0 0
sshfs /mnt/with\\040blank fuse.sshfs rw 0 0
/dev/sdc /mnt/windows fuseblk rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/team", "nfs4"),
        ("/srv/team/ops/.escalate", "nfs4"),
        ("/srv/teamwork", None),
        ("/srv/team/local/ops", None),
        ("/mnt/with blank/ops", "fuse.sshfs"),
        ("/mnt/windows", None),
        ("/home/ana/.escalate", None),
        ("/home/ana/OneDrive - Example/ops", "OneDrive - Example"),
        ("/home/ana/Dropbox/ops", "Dropbox"),
    ],
    ids=str,
)
def test_network_and_synchronised_folders_are_named(
    tmp_path: Path, folder: str, kind: str | None
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, encoding="utf-8")
    found = unsafe_place(Path(folder), mounts)
    assert (found is None) if kind is None else (kind in str(found))


def test_without_a_list_of_mounts_nothing_is_said(tmp_path: Path) -> None:
    assert unsafe_place(Path("/srv/team"), tmp_path / "none") is None
