"""The user that Elasticsearch runs as when we are root, since it refuses to run as root.

It is a number without an account: nothing is added to the system's user list by starting a development server, it
works in images without `useradd`, and the process can write nowhere but in the folders that are given to it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

SERVER_UID: Final = 60719
"""In the range that no distribution hands out (60578-61183, systemd's UIDS-GIDS document)."""
SHARED_DATA: Final = Path("/var/lib/marsad")
"""Where root keeps Elasticsearch's data when its user cannot reach the data folder, for example below /root."""


def server_user() -> int | None:
    """The uid and gid to run Elasticsearch as, or None to run it as ourselves."""
    return SERVER_UID if os.geteuid() == 0 else None


def reachable(folder: Path) -> bool:
    """Whether any user can walk to `folder`, as far as it exists."""
    parents = [path for path in (folder, *folder.parents) if path.exists()]
    return all(path.stat().st_mode & 0o001 for path in parents)


def own_folder(folder: Path) -> Path:
    """Make `folder` and give it to the servers' user; a link to a reachable place where that user cannot walk there.

    Returns:
        The folder's real path.
    """
    user = server_user()
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        if user and not reachable(folder.parent):
            _link_outside(folder)
        else:
            folder.mkdir()
    if user:
        _give(folder.resolve(), user)
    return folder.resolve()


def _link_outside(folder: Path) -> None:
    """Link `folder` to a new one in SHARED_DATA, and remove there what no data folder links to any more."""
    SHARED_DATA.mkdir(parents=True, exist_ok=True)
    for note in SHARED_DATA.glob("*.link"):
        target = note.with_suffix("")
        if Path(note.read_text()).resolve() != target:
            shutil.rmtree(target, ignore_errors=True)
            note.unlink(missing_ok=True)
    target = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=SHARED_DATA))
    target.chmod(0o755)
    target.with_name(f"{target.name}.link").write_text(str(folder))
    folder.unlink(missing_ok=True)
    folder.symlink_to(target, target_is_directory=True)


def _give(folder: Path, user: int) -> None:
    if folder.stat().st_uid == user:
        return
    for path in (*folder.rglob("*"), folder):
        os.chown(path, user, user, follow_symlinks=False)
