"""Bringing an older store up to this program: copy, migrate the copy, verify it, swap.

The old file is not touched before the copy has proved itself, and stays beside the new one as
`NAME.bak-<version>`. Durable tables change by alembic revisions; projections are dropped and made
again from the journal. A crash at any step leaves the old store as it was, or the new one whole.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from counter.domain.errors import KnownError, text
from counter.store import errors, journal, rebuild, schema
from counter.store.engine import QUIET, make_engine

_log = structlog.get_logger(__name__)

HEAD = "0002"
"""Alembic revision that `schema` stands for; written into a new store as it is made."""

MIGRATIONS = Path(__file__).parent / "migrations"
LOCATIONS: list[Path] = [MIGRATIONS / "versions"]
"""Where revisions are looked for."""

_BUILDING = (*QUIET, "journal_mode = WAL", "synchronous = NORMAL", "cache_size = -64000")


def migrate(path: Path, key: bytes, found: tuple[int, int]) -> Path:
    """Bring the store at `path` from version `found` to ours; returns where the old file is kept.

    The caller holds the lock. Raises KnownError `store.migration` (old file untouched),
    `store.disk_full`, `store.disk`.
    """
    copy = path.with_name(path.name + ".migrating")
    _remove(copy)
    _log.info("store.migrating", found=found, ours=schema.VERSION)
    try:
        with errors.translated():
            _copy(path, key, copy)
            _upgrade(copy, key)
            _check(path, copy, key)
        kept = _swap(path, copy, found)
    except OSError as error:
        raise errors.disk_error(type(error).__name__) from error
    finally:
        _remove(copy)
    _log.info("store.migrated", ours=schema.VERSION)
    return kept


def stamp(connection: Any) -> None:
    """Write the revision into a store made at once from `schema` (on a driver connection)."""
    connection.execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def upgrade_durable(engine: Engine, to: str = "heads") -> None:
    """Run the alembic revisions that the file behind `engine` lacks, up to `to`."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    script = ScriptDirectory(MIGRATIONS, version_locations=LOCATIONS)

    def steps(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs(to, revision)

    with engine.connect() as connection, EnvironmentContext(config, script, fn=steps) as env:
        env.configure(connection=connection)
        env.run_migrations()


def _copy(path: Path, key: bytes, copy: Path) -> None:
    """A consistent copy under the same key; the old file's write-ahead log is folded in first."""
    engine = make_engine(path, key, QUIET)
    try:
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            driver.execute("VACUUM INTO ?", (str(copy.absolute()),))
    finally:
        engine.dispose()


def _upgrade(copy: Path, key: bytes) -> None:
    engine = make_engine(copy, key, _BUILDING)
    try:
        with engine.connect() as connection:
            for table in schema.PROJECTIONS:
                connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{table.name}"')
        upgrade_durable(engine)
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN IMMEDIATE")
            schema.metadata.create_all(connection)
            rebuild.fill(driver)
            mark(driver)
            driver.execute("COMMIT")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except SQLAlchemyError as error:
        if errors.known(error) is not None:
            raise
        raise _failed() from error
    finally:
        engine.dispose()


def mark(driver: Any) -> None:
    """Write application id and our schema version into the file's header."""
    driver.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    driver.execute(f"PRAGMA user_version = {schema.user_version(schema.VERSION)}")


def _check(path: Path, copy: Path, key: bytes) -> None:
    """The copy must be whole and end where the old journal ends."""
    from counter.store.verify import verify_file

    findings = verify_file(copy, key)
    if findings or _head(path, key) != _head(copy, key):
        _log.error("store.migration", findings=[f.code for f in findings])
        raise _failed()


def _head(path: Path, key: bytes) -> journal.Head | None:
    engine = make_engine(path, key, QUIET)
    try:
        with engine.connect() as connection:
            return journal.head(connection.connection.driver_connection)
    finally:
        engine.dispose()


def _swap(path: Path, copy: Path, found: tuple[int, int]) -> Path:
    """Put the copy in the old file's place in one step, the old one kept under another name."""
    kept = path.with_name(f"{path.name}.bak-{found[0]}.{found[1]}")
    kept.unlink(missing_ok=True)
    try:
        os.link(path, kept)
    except OSError:  # a file system without hard links
        shutil.copy2(path, kept)
    os.replace(copy, path)
    return kept


def _remove(copy: Path) -> None:
    for tail in ("", "-wal", "-shm", "-journal"):
        copy.with_name(copy.name + tail).unlink(missing_ok=True)


def _failed() -> KnownError:
    return KnownError(
        "store.migration",
        text("数据升级到新版本时核对没有通过，原来的数据没有动。"),
        "请先用旧版程序继续办件，并把数据文件的副本交给维护人员。",
    )
