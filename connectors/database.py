"""SQLite files, opened so that nobody else who opens or writes them makes it fail.

A busy timeout covers statements that wait for a lock. It does not cover the switch to WAL, which SQLite refuses at once
while another connection is open in the moment of its own switch (sqlite.org/wal.html, section 9): that is tried again.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

BUSY_SECONDS: Final = 30.0
"""How long a statement waits for another connection's transaction."""
_OPEN_SECONDS: Final = 60.0
_PAUSE: Final = 0.02
_LOCKED: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def connect(
    path: Path,
    schema: Iterable[str],
    later: Mapping[str, Iterable[str]] | None = None,
    *,
    any_thread: bool = False,
    durable: bool = False,
) -> sqlite3.Connection:
    """Open a file in WAL mode, with autocommit, and bring it to a schema in one transaction.

    Args:
        path: The file; its folder is made.
        schema: Statements that do no harm where they have been carried out before.
        later: Definitions of columns, by table, that a file of an earlier version lacks.
        any_thread: Let it be used in other threads than this one, in one at a time.
        durable: Have each transaction on the disk when it ends; else a power cut, but no crash, may undo the last ones.

    Raises:
        sqlite3.OperationalError: when it stays locked for a minute, or cannot be opened at all.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=not any_thread, timeout=BUSY_SECONDS)
    end = time.monotonic() + _OPEN_SECONDS
    while True:
        try:
            database.execute("PRAGMA auto_vacuum = INCREMENTAL")  # before the first page is written, or never
            database.execute("PRAGMA journal_mode = WAL")
            database.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            _bring_up(database, schema, later or {})
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _LOCKED or time.monotonic() > end:
                database.close()
                raise
            time.sleep(random.uniform(_PAUSE / 2, _PAUSE))
        else:
            return database


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All or nothing of what is written within."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _bring_up(database: sqlite3.Connection, schema: Iterable[str], later: Mapping[str, Iterable[str]]) -> None:
    with transaction(database):
        for statement in schema:
            database.execute(statement)
        for table, columns in later.items():
            there = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            for column in columns:
                if column.split()[0] not in there:
                    database.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
