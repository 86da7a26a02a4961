import os
import stat
from pathlib import Path

import pytest

from deploy.local import programs as rooms
from deploy.local.programs import java_home, java_version, programs, programs_folder, versions
from marsad.errors import StackError
from marsad.settings import Settings


def fake(folder: Path, name: str, script: str) -> Path:
    program = folder / "bin" / name
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    return program


def silent(line: str) -> None:
    del line


def test_versions_are_the_poms() -> None:
    found = versions()
    assert found["kafka"].startswith("4.1.")
    assert found["elasticsearch"].startswith("8.19.")


def test_java_here() -> None:
    assert java_version(java_home() / "bin" / "java") >= 17


@pytest.mark.parametrize(
    ("said", "version"), [('version "1.8.0_392"', 8), ('version "21.0.7" 2025', 21), ("nothing", 0)]
)
def test_java_version(tmp_path: Path, said: str, version: int) -> None:
    assert java_version(fake(tmp_path, "java", f"echo 'openjdk {said}' >&2")) == version


def test_no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(StackError, match=r"no Java.*apt-get install.*docker compose up"):
        java_home()


def test_old_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "java", "echo 'openjdk version \"11.0.2\"' >&2")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(StackError, match="Java 11, which is older than 17"):
        java_home()


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(rooms, "SHARED_CACHE", tmp_path / "cache")
    return Settings(cache_dir=tmp_path / "cache")


def test_no_maven(empty_cache: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(java_home()))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StackError, match=r"no Maven.*apt-get install"):
        programs(empty_cache, silent)
    assert not programs_folder(empty_cache).exists()


def test_failed_download_leaves_nothing(empty_cache: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maven = fake(tmp_path, "mvn", "echo '[ERROR] Could not transfer artifact'; exit 1")
    monkeypatch.setenv("PATH", f"{maven.parent}:{os.environ['PATH']}")
    with pytest.raises(StackError, match=r"Could not transfer artifact.*mvn -f .*pom.xml package"):
        programs(empty_cache, silent)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["lock"]


def test_maven_that_fetches_nothing(empty_cache: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maven = fake(tmp_path, "mvn", "exit 0")
    monkeypatch.setenv("PATH", f"{maven.parent}:{os.environ['PATH']}")
    with pytest.raises(StackError, match="Maven fetched no"):
        programs(empty_cache, silent)


def test_another_plugin_is_another_set(empty_cache: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = programs_folder(empty_cache)
    (tmp_path / "plugin").mkdir()
    monkeypatch.setattr(rooms, "PLUGIN", tmp_path / "plugin")
    assert programs_folder(empty_cache) != before
