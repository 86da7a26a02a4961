import os
import shutil
import tempfile
from pathlib import Path

import pytest

from deploy.local import users


def test_reachable(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert not users.reachable(tmp_path / "data")
    assert users.reachable(Path("/usr/not-there"))


def test_own_folder_of_an_ordinary_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert users.own_folder(tmp_path / "kafka") == tmp_path / "kafka"
    assert not (tmp_path / "kafka").is_symlink()


def test_root_gives_it_away_where_it_can_be_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    if os.getuid() != 0:
        monkeypatch.setattr(users, "SERVER_UID", os.getuid())
    shared = Path(tempfile.mkdtemp(prefix="marsad-shared-"))
    shared.chmod(0o755)
    monkeypatch.setattr(users, "SHARED_DATA", shared)
    tmp_path.chmod(0o700)
    folder = tmp_path / "data" / "kafka"
    real = users.own_folder(folder)
    assert folder.is_symlink()
    assert real.parent == shared
    assert real.stat().st_uid == users.SERVER_UID
    assert users.own_folder(folder) == real, "the second start finds the same data"
    assert users.own_folder(real / "data") == real / "data", "what is below is reachable"

    shutil.rmtree(tmp_path / "data")
    other = users.own_folder(folder)
    assert other != real
    assert not real.exists(), "what no data folder links to is removed"
    shutil.rmtree(shared)
