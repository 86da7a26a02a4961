"""The data folder's lock: one `marsad up` at a time works in it, and a second one is told who does."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from marsad.errors import StackError
from marsad.settings import Settings


class FolderLock:
    """Held by an open file, so that it ends with the process that holds it, however that one ends."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lock"
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock; nothing happens where we hold it already.

        Raises:
            StackError: when another process holds it; names its pid.
        """
        if self._file:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("a+")
        except OSError as error:
            raise StackError(
                f"the data folder {self.path.parent} cannot be written: {error.strerror}",
                resource="MARSAD_DATA_DIR",
                hint="name a folder of your own with MARSAD_DATA_DIR",
            ) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _pid_in(file)
            file.close()
            raise StackError(
                f"the data folder {self.path.parent} is in use by process {holder}",
                resource="MARSAD_DATA_DIR",
                hint=f"end it (Ctrl-C there, or `kill {holder}`), or name another folder with MARSAD_DATA_DIR",
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    @property
    def held(self) -> bool:
        """Whether we hold it."""
        return self._file is not None

    def release(self) -> None:
        """Give the lock back; nothing happens where we do not hold it."""
        if self._file:
            self._file.truncate(0)
            self._file.close()
            self._file = None


def _pid_in(file: IO[str]) -> int:
    file.seek(0)
    return int(file.read() or 0)


def holder(folder: Path) -> int | None:
    """The pid of the process that holds the folder's lock, or None when nobody does."""
    path = folder / "lock"
    if not path.is_file():
        return None
    with path.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _pid_in(file)
    return None


def free_folder(settings: Settings) -> Settings:
    """The same settings, with a sibling data folder where the default one is in use by another process.

    A folder that was named by a setting is never replaced: starting there says who uses it.
    """
    default = Path(type(settings).model_fields["data_dir"].default).absolute()
    if settings.data_dir.absolute() != default:
        return settings
    number, folder = 1, default
    while holder(folder):
        number += 1
        folder = default.with_name(f"{default.name}-{number}")
    return settings.model_copy(update={"data_dir": folder})
