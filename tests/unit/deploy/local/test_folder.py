import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.local.folder import FolderLock, free_folder, holder
from marsad.errors import StackError
from marsad.settings import Settings

HOLD = """
import fcntl, os, sys
lock = open(sys.argv[1] + "/lock", "w")
fcntl.flock(lock, fcntl.LOCK_EX)
print(os.getpid(), file=lock, flush=True)
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_elsewhere(folder: Path) -> Iterator[int]:
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-S", "-c", HOLD, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        yield process.pid
        process.kill()


def test_second_one_is_refused_and_told_who(tmp_path: Path) -> None:
    with held_elsewhere(tmp_path) as pid:
        assert holder(tmp_path) == pid
        with pytest.raises(StackError, match=f"in use by process {pid}"):
            FolderLock(tmp_path).acquire()
    lock = FolderLock(tmp_path)
    lock.acquire()
    lock.acquire()
    assert lock.held
    lock.release()
    assert holder(tmp_path) is None


def test_default_folder_gives_way_and_a_named_one_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    default = Settings(data_dir=tmp_path / ".marsad")
    assert free_folder(default).data_dir == tmp_path / ".marsad"
    with held_elsewhere(tmp_path / ".marsad"), held_elsewhere(tmp_path / ".marsad-2"):
        assert free_folder(default).data_dir == tmp_path / ".marsad-3"
    with held_elsewhere(tmp_path / "mine"):
        assert free_folder(Settings(data_dir=tmp_path / "mine")).data_dir == tmp_path / "mine"


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StackError, match="MARSAD_DATA_DIR"):
        FolderLock(tmp_path / "file" / "data").acquire()
