"""Creating and opening the file: lock, key, identity, schema version; each refusal in words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import filelock
from sqlalchemy import Engine, text

from counter.domain.errors import KnownError
from counter.domain.records import STORE_STREAM, StoreBorn
from counter.store import errors, journal, projections, schema
from counter.store.engine import make_engine

_PLAIN = b"SQLite format 3\x00"


class FileGuard:
    """The operating system's lock on a store: one program at a time, freed even by a crash."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = filelock.FileLock(str(path) + ".lock")

    def acquire(self) -> None:
        """Take the lock or raise KnownError `store.in_use`."""
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout as error:
            raise errors.in_use(str(self._path)) from error
        except OSError as error:
            raise errors.disk_error(type(error).__name__) from error

    def release(self) -> None:
        """Give the lock back; twice is no fault."""
        self._lock.release(force=True)


def create(
    path: Path, key: bytes, born: StoreBorn, recorded_at: dt.datetime
) -> tuple[Engine, FileGuard]:
    """Make the file with its schema and its first act."""
    if path.exists():
        raise errors.exists(str(path))
    guard = FileGuard(path)
    guard.acquire()
    try:
        if path.exists():
            raise errors.exists(str(path))
        engine = make_engine(path, key)
        with errors.translated(), engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN IMMEDIATE")
            make_schema(connection)
            first = journal.born_act(
                driver, born, born.terminal, born.epoch, recorded_at, STORE_STREAM
            )
            projections.refold(driver, STORE_STREAM, (first,), 0)
            driver.execute("COMMIT")
    except BaseException:
        guard.release()
        raise
    return engine, guard


def make_schema(connection: Any) -> None:
    """All tables and triggers, and the marks by which a file is known as ours."""
    schema.metadata.create_all(connection)
    for trigger in schema.TRIGGERS:
        connection.execute(text(trigger))
    mark_version(connection.connection.driver_connection, schema.VERSION)


def mark_version(driver: Any, version: tuple[int, int]) -> None:
    """Write application id and schema version into the file's header."""
    driver.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    driver.execute(f"PRAGMA user_version = {schema.user_version(version)}")


def open_(path: Path, key: bytes) -> tuple[Engine, FileGuard]:
    """Lock, look and open."""
    if not path.is_file():
        raise errors.missing(str(path))
    guard = FileGuard(path)
    guard.acquire()
    try:
        engine = checked(path, key)
    except BaseException:
        guard.release()
        raise
    return engine, guard


def checked(path: Path, key: bytes) -> Engine:
    """An engine on a file that is ours, readable under the key and of our schema version."""
    found = look(path, key)
    if found != schema.VERSION:
        raise errors.newer(f"{found[0]}.{found[1]}", f"{schema.VERSION[0]}.{schema.VERSION[1]}")
    return make_engine(path, key)


def look(path: Path, key: bytes) -> tuple[int, int]:
    """Schema version of the file at `path`; writes nothing.

    Raises KnownError `store.not_ours`, `store.damaged`, `store.disk`.
    """
    with path.open("rb") as file:
        if file.read(len(_PLAIN)) == _PLAIN:
            raise errors.not_ours()
    engine = make_engine(path, key)
    try:
        with errors.translated(), engine.connect() as connection:
            mark = connection.execute(text("PRAGMA application_id")).scalar_one()
            number = connection.execute(text("PRAGMA user_version")).scalar_one()
    except KnownError as error:
        # The first page cannot be read: by the key id beside the file it is damage, else a guess
        # between a wrong key and another program's file.
        raise (errors.not_ours() if error.code == "store.damaged" else error) from error
    finally:
        engine.dispose()
    if mark != schema.APPLICATION_ID:
        raise errors.not_ours()
    return schema.version_of(number)
