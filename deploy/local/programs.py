"""The servers' programs: found in the cache, else fetched by Maven and completed with the plugin built from source.

A set of programs is one folder, named by the hash of everything it is made from, and is there whole or not at all:
it is built beside its place and renamed into it, under a file lock that copies of Marsad on one machine share.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from xml.etree import ElementTree as ET

from deploy.local.users import reachable, server_user
from marsad.errors import StackError
from marsad.settings import Settings

HERE: Final = Path(__file__).parent
POM: Final = HERE / "pom.xml"
PLUGIN: Final = HERE / "plugin"
JAVA_MINIMUM: Final = 17
SHARED_CACHE: Final = Path("/var/cache/marsad")
"""Where root keeps the programs when the servers' user cannot reach root's own cache."""
INSTALL: Final = (
    "on Debian or Ubuntu run `apt-get install -y openjdk-17-jdk-headless maven`; "
    "with Docker, `docker compose up` needs neither"
)
_NAMESPACE: Final = {"m": "http://maven.apache.org/POM/4.0.0"}

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Programs:
    """Where the programs are: Kafka's jars, Elasticsearch's home, the Java that runs both."""

    kafka: Path
    elasticsearch: Path
    java_home: Path

    @property
    def java(self) -> Path:
        """The `java` command."""
        return self.java_home / "bin" / "java"


def versions() -> dict[str, str]:
    """The versions that the pom names, as {"kafka": …, "elasticsearch": …}."""
    properties = ET.parse(POM).getroot().find("m:properties", _NAMESPACE)  # noqa: S314 (our own file)
    found = {} if properties is None else {element.tag.partition("}")[2]: element.text or "" for element in properties}
    return {name: found[f"{name}.version"] for name in ("kafka", "elasticsearch")}


def java_home() -> Path:
    """The home of the JDK: JAVA_HOME, else that of the `java` on the path.

    Raises:
        StackError: when there is none, or it is older than 17.
    """
    home = os.environ.get("JAVA_HOME")
    command = Path(home) / "bin" / "java" if home else Path(shutil.which("java") or "")
    if not command.is_file():
        raise StackError("no Java is here, and Kafka and Elasticsearch need one", resource="java", hint=INSTALL)
    version = java_version(command)
    if version < JAVA_MINIMUM:
        raise StackError(f"{command} is Java {version}, which is older than {JAVA_MINIMUM}", hint=INSTALL)
    return command.resolve().parent.parent


def java_version(command: Path) -> int:
    """The feature version of a `java` command, 0 when it does not say one."""
    try:
        said = subprocess.run([command, "-version"], capture_output=True, text=True, check=False, timeout=60).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else 0


def cache_folder(settings: Settings) -> Path:
    """The folder of all sets of programs; not the setting's own where the servers' user could not reach it."""
    folder = settings.cache_dir
    return SHARED_CACHE if server_user() and not reachable(folder) else folder


def programs_folder(settings: Settings) -> Path:
    """The folder of the set that this version of Marsad needs, whether it is there or not."""
    digest = hashlib.sha256()
    for file in (POM, *sorted(PLUGIN.iterdir())):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return cache_folder(settings) / f"servers-{digest.hexdigest()[:12]}"


def programs(settings: Settings, progress: Progress) -> Programs:
    """Return the programs, fetched and built first where the cache lacks them.

    Raises:
        StackError: when Java or Maven is missing, or the download or the build fails.
    """
    home = java_home()
    folder = programs_folder(settings)
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _locked(folder.parent / "lock", progress):
            if not folder.is_dir():
                _make(folder, home, progress)
    return Programs(folder / "kafka", _elasticsearch(folder), home)


def _elasticsearch(folder: Path) -> Path:
    return folder / f"elasticsearch-{versions()['elasticsearch']}"


@contextlib.contextmanager
def _locked(path: Path, progress: Progress) -> Iterator[None]:
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("waiting: another copy of Marsad is fetching the servers")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(folder: Path, home: Path, progress: Progress) -> None:
    for unfinished in folder.parent.glob(".making-*"):  # of a process that was killed: we hold the lock
        shutil.rmtree(unfinished, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=folder.parent) as made:
        parts = Path(made) / "servers"
        parts.mkdir()
        _fetch(parts, home, progress)
        progress("building the analysis plugin")
        _build_plugin(_elasticsearch(parts), home)
        _open_to_all(parts)
        parts.rename(folder)


def _fetch(parts: Path, home: Path, progress: Progress) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise StackError("no Maven is here to fetch Kafka and Elasticsearch", resource="mvn", hint=INSTALL)
    wanted = versions()
    progress(f"fetching Kafka {wanted['kafka']} and Elasticsearch {wanted['elasticsearch']} (150 MB, once)")
    command = [maven, "-B", "-f", str(POM), f"-Dmarsad.programs={parts}", "package"]
    environment = {**os.environ, "JAVA_HOME": str(home)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            last = _follow(process.stdout, progress)
        except BaseException:
            process.terminate()
            raise
    if process.returncode:
        reason = next((line for line in last if "ERROR" in line), last[-1] if last else "no output")
        raise StackError(
            f"Maven could not fetch the servers: {reason}",
            hint=f"check the network and Maven's settings.xml, then see more with `mvn -f {POM} package`",
        )
    for part in (parts / "kafka", _elasticsearch(parts) / "lib"):
        if not any(part.glob("*.jar")):
            raise StackError(f"Maven fetched no {part}", hint="was the cache folder removed meanwhile? Start again")


def _follow(lines: IO[str], progress: Progress) -> deque[str]:
    last: deque[str] = deque(maxlen=40)
    for number, line in enumerate(lines):
        last.append(line.strip())
        name = re.search(r"Downloaded from \S+ \S+/(\S+\.(?:jar|zip)) \(([^)]*)\)", line)
        if name and (number % 20 == 0 or "MB" in name[2].split(" at ")[0]):
            progress(f"fetched {name[1]} ({name[2]})")
    return last


def _build_plugin(elasticsearch: Path, home: Path) -> None:
    compiler = home / "bin" / "javac"
    if not compiler.is_file():
        raise StackError(f"{home} has no javac: it is a JRE, and a JDK is needed", resource="javac", hint=INSTALL)
    plugin = elasticsearch / "plugins" / "marsad-analysis"
    with tempfile.TemporaryDirectory() as classes:
        sources = [str(path) for path in sorted(PLUGIN.glob("*.java"))]
        path = ":".join(str(jar) for jar in sorted((elasticsearch / "lib").glob("*.jar")))
        _run(compiler, "--release", "17", "-Xlint:-options", "-cp", path, "-d", classes, *sources)
        plugin.mkdir(parents=True)
        _run(home / "bin" / "jar", "--create", "--file", str(plugin / "marsad-analysis.jar"), "-C", classes, ".")
    descriptor = (PLUGIN / "plugin-descriptor.properties").read_text()
    filled = descriptor.replace("${elasticsearch.version}", versions()["elasticsearch"])
    (plugin / "plugin-descriptor.properties").write_text(filled)


def _run(program: Path, *arguments: str) -> None:
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise StackError(f"{program.name} could not build the analysis plugin: {(done.stdout + done.stderr).strip()}")


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))
