"""The same polls by Miniflux: `python -m bench.feeds.peer_miniflux --binary MINIFLUX --workers N PORT FEEDS FOLDER`.

Needs PostgreSQL's programs on the PATH. The database is a server of its own in FOLDER, on a socket there, started
before the poll and stopped behind it. CPU and memory are Miniflux's and PostgreSQL's together, as ours are with
SQLite's. Every feed has an icon already, so that none is looked for.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

_USER = "postgres"
"""Who the server runs as where we are root, whom it refuses."""
_FEEDS = """
INSERT INTO icons (hash, mime_type, content) VALUES ('none', 'image/png', '');
INSERT INTO feeds (user_id, category_id, title, feed_url, site_url)
  SELECT 1, 1, n, 'http://127.0.0.1:{port}/feed/' || n, 'https://source' || n || '.example/'
  FROM generate_series(0, {last}) AS n;
INSERT INTO feed_icons SELECT id, 1 FROM feeds;
"""


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[psutil.Process]:
    """The server's process, as long as this; its files are made where there are none."""
    data, user = folder / "postgres", _USER if os.geteuid() == 0 else None
    if not data.exists():
        data.mkdir()
        if user:
            folder.chmod(0o711)
            shutil.chown(data, user)
        command = ["initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run(command, user=user, cwd=data, check=True, capture_output=True)
    with (folder / "postgres.log").open("ab") as log:
        command = ["postgres", "-D", str(data), "-k", str(data), "-h", ""]
        server = subprocess.Popen(command, user=user, cwd=data, stdout=log, stderr=log)
        try:
            while subprocess.run(["pg_isready", "-q", "-h", str(data)], check=False).returncode:
                time.sleep(0.1)
            yield psutil.Process(server.pid)
        finally:
            server.terminate()
            server.wait()


def _ask(data: Path, database: str, query: str) -> str:
    command = ["psql", "-h", str(data), "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1", "-Atqc", query]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _spent(process: psutil.Process) -> float:
    """CPU seconds of a process, of the children it has and of those it had."""
    own = process.cpu_times()
    there = [child.cpu_times() for child in process.children(recursive=True)]
    return sum(times.user + times.system for times in (own, *there)) + own.children_user + own.children_system


def _resident(process: psutil.Process) -> float:
    """Megabytes that a process and its children have for themselves."""
    return sum(each.memory_full_info().uss for each in (process, *process.children(recursive=True))) / 2**20


def _poll(binary: str, environment: dict[str, str], server: psutil.Process) -> tuple[float, float]:
    """Poll once; CPU seconds and megabytes of Miniflux alone, while its memory is looked at ten times a second."""
    quiet = subprocess.DEVNULL
    started = subprocess.Popen([binary, "-refresh-feeds"], env=environment, stdout=quiet, stderr=quiet)
    process, most, spent = psutil.Process(started.pid), 0.0, 0.0
    while started.poll() is None:
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            spent, most = times.user + times.system, max(most, _resident(process) + _resident(server))
        time.sleep(0.1)
    if started.returncode:
        raise RuntimeError(f"{binary} ended with {started.returncode}")
    return spent, most


def measure(binary: str, workers: int, port: int, count: int, folder: Path) -> dict[str, float]:
    """One poll of every feed."""
    data = folder / "postgres"
    is_new = not data.exists()
    environment = os.environ | {
        "DATABASE_URL": f"user=postgres dbname=miniflux host={data} sslmode=disable",
        "WORKER_POOL_SIZE": str(workers),
        "BATCH_SIZE": str(count),
        "FETCHER_ALLOW_PRIVATE_NETWORKS": "1",
        "LOG_LEVEL": "error",
    }
    with _database(folder) as server:
        if is_new:
            _ask(data, "postgres", "CREATE DATABASE miniflux")
            subprocess.run([binary, "-migrate"], env=environment, check=True, capture_output=True)
            person = {"CREATE_ADMIN": "1", "ADMIN_USERNAME": "bench", "ADMIN_PASSWORD": os.urandom(9).hex()}
            subprocess.run([binary, "-refresh-feeds"], env=environment | person, check=True, capture_output=True)
            _ask(data, "miniflux", _FEEDS.format(port=port, last=count - 1))
        _ask(data, "miniflux", "UPDATE feeds SET next_check_at = now()")
        entries = int(_ask(data, "miniflux", "SELECT count(*) FROM entries"))
        wall, cpu = time.perf_counter(), _spent(server)
        own, resident = _poll(binary, environment, server)
        wall, cpu = time.perf_counter() - wall, _spent(server) - cpu + own
        new = int(_ask(data, "miniflux", "SELECT count(*) FROM entries")) - entries
        failures = int(_ask(data, "miniflux", "SELECT count(*) FROM feeds WHERE parsing_error_count > 0"))
    return {"seconds": wall, "cpu": cpu, "articles": new, "failures": failures, "rss": resident}


def main() -> None:
    """Poll once and print feeds, seconds, CPU seconds, articles and resident megabytes as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default="miniflux")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("port", type=int)
    parser.add_argument("feeds", type=int)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    print(json.dumps(measure(*vars(arguments).values())))


if __name__ == "__main__":
    main()
