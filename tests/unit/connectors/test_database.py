"""A file is opened whoever else opens or writes it in the same moment."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from connectors import database
from connectors.sources.outbox import Outbox

_OPENERS, _TIMES = 4, 50
_TWO = """
import sys
from pathlib import Path
from connectors.sources.outbox import Outbox

for number in range(50):
    print(number, flush=True)
    sys.stdin.readline()
    Outbox(Path(sys.argv[1]) / f"{number}.sqlite").close()
"""


def _at_once(path: Path) -> list[Exception]:
    """What goes wrong when so many threads open one file."""
    start = threading.Barrier(_OPENERS)
    errors: list[Exception] = []

    def opened() -> None:
        start.wait()
        try:
            Outbox(path).close()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=opened) for _ in range(_OPENERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_many_threads_open_a_fresh_file_at_once(tmp_path: Path) -> None:
    assert [error for number in range(_TIMES) for error in _at_once(tmp_path / f"{number}.sqlite")] == []


def test_many_threads_bring_a_file_of_an_earlier_version_up_at_once(tmp_path: Path) -> None:
    for number in range(10):
        path = tmp_path / f"{number}.sqlite"
        with sqlite3.connect(path) as old:
            old.execute(
                "CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, feed TEXT, id TEXT, body BLOB NOT NULL)"
            )
        assert _at_once(path) == []
        outbox = Outbox(path)
        assert {"topic", "body"} <= {row[1] for row in outbox.db.execute("PRAGMA table_info(outbox)")}
        outbox.close()


def test_two_processes_open_fresh_files_at_once(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen([sys.executable, "-c", _TWO, str(tmp_path)], stdin=-1, stdout=-1, text=True) for _ in range(2)
    ]
    for _ in range(_TIMES):
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline()
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
    assert [process.wait(60) for process in processes] == [0, 0]
    for process in processes:
        process.communicate()


def test_a_file_that_is_locked_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.sqlite"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    waits: list[float] = []

    class Time:
        monotonic = staticmethod(lambda: float(len(waits)))

        @staticmethod
        def sleep(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                holder.execute("COMMIT")

    monkeypatch.setattr(database, "BUSY_SECONDS", 0.0)
    monkeypatch.setattr(database, "time", Time)
    found = database.connect(path, ["CREATE TABLE IF NOT EXISTS t (x)"])
    assert len(waits) == 3
    assert found.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    found.close()
    holder.close()


def test_a_file_that_stays_locked_or_is_none_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.0)
    monkeypatch.setattr(database, "_OPEN_SECONDS", 0.0)
    path = tmp_path / "x.sqlite"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        database.connect(path, [])
    holder.close()
    other = tmp_path / "folder"
    other.mkdir()
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        database.connect(other, [])


def test_what_fails_within_a_transaction_is_undone(tmp_path: Path) -> None:
    found = database.connect(tmp_path / "x.sqlite", ["CREATE TABLE IF NOT EXISTS t (x UNIQUE)"])
    with pytest.raises(sqlite3.IntegrityError), database.transaction(found):
        found.execute("INSERT INTO t VALUES (1)")
        found.execute("INSERT INTO t VALUES (1)")
    with database.transaction(found):
        found.execute("INSERT INTO t VALUES (2)")
    assert found.execute("SELECT x FROM t").fetchall() == [(2,)]
    assert found.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    found.close()
