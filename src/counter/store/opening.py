"""Creating and opening the file: lock, key, identity, schema version; each refusal in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock
from sqlalchemy import Engine, text

from counter.domain.errors import KnownError
from counter.domain.records import STORE_STREAM, StoreBorn
from counter.store import errors, journal, migrate, projections, schema
from counter.store.engine import QUIET, make_engine

_PLAIN = b"SQLite format 3\x00"


class FileGuard:
    """The operating system's lock on a store: one program at a time, freed even by a crash."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = filelock.FileLock(str(path) + ".lock", thread_local=False)

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
        keep_key_id(path, key)
    except BaseException:
        guard.release()
        raise
    return engine, guard


def keep_key_id(path: Path, key: bytes) -> None:
    """Note beside the store what its key is known by, so that a wrong key can be told."""
    from counter.store.keys import KeyFile, key_id, read_key_file, write_key_file

    present = read_key_file(path)
    if present is None or present.key_id != key_id(key):
        write_key_file(path, KeyFile(key_id=key_id(key)))


def make_schema(connection: Any) -> None:
    """All tables and triggers, and the marks by which a file is known as ours."""
    schema.metadata.create_all(connection)
    for trigger in schema.TRIGGERS:
        connection.execute(text(trigger))
    driver = connection.connection.driver_connection
    migrate.stamp(driver)
    migrate.mark(driver)


def open_(
    path: Path, key: bytes, before: Callable[[Path], None] = lambda _path: None
) -> tuple[Engine, FileGuard]:
    """Lock, look and open; `before` is called under the lock, ahead of everything."""
    if not path.is_file():
        raise errors.missing(str(path))
    guard = FileGuard(path)
    guard.acquire()
    try:
        before(path)
        engine = checked(path, key)
    except BaseException:
        guard.release()
        raise
    return engine, guard


def checked(path: Path, key: bytes) -> Engine:
    """An engine on a file that is ours and readable under the key; an older one is migrated."""
    found = look(path, key)
    if found > schema.VERSION:
        raise errors.newer("{}.{}".format(*found), "{}.{}".format(*schema.VERSION))
    if found < schema.VERSION:
        migrate.migrate(path, key, found)
    return make_engine(path, key)


def look(path: Path, key: bytes) -> tuple[int, int]:
    """Schema version of the file at `path`; writes nothing.

    Raises KnownError `store.not_ours`, `store.damaged`, `store.disk`.
    """
    try:
        with path.open("rb") as file:
            plain = file.read(len(_PLAIN)) == _PLAIN
    except OSError as error:
        raise errors.disk_error(type(error).__name__) from error
    if plain:
        raise errors.not_ours()
    mark, number = _marks(path, key)
    if mark != schema.APPLICATION_ID:
        raise _unreadable(path, key)
    return schema.version_of(number)


def _marks(path: Path, key: bytes) -> tuple[int, int]:
    engine = make_engine(path, key, QUIET)
    try:
        with errors.translated(), engine.connect() as connection:
            mark = connection.execute(text("PRAGMA application_id")).scalar_one()
            return mark, connection.execute(text("PRAGMA user_version")).scalar_one()
    except KnownError as error:
        raise (_unreadable(path, key) if error.code == "store.damaged" else error) from error
    finally:
        engine.dispose()


def _unreadable(path: Path, key: bytes) -> KnownError:
    """Why the first page cannot be read. The key id beside the file tells a wrong key from
    damage; without it nothing can."""
    from counter.store.keys import key_id, read_key_file

    content = read_key_file(path)
    if content is None or not content.key_id:
        return errors.not_ours()
    return errors.damaged() if content.key_id == key_id(key) else errors.wrong_key()
