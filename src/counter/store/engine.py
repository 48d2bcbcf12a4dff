"""The door to the file: SQLCipher through SQLAlchemy, opened with the raw key.

The key is given as 32 raw bytes (`x'..'`), so that no passphrase is stretched on each connection.
Transactions are begun and ended by the store itself (`BEGIN IMMEDIATE`), never by the driver.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

KEY_BYTES = 32
BUSY_MS = 5000

QUIET = ("cipher_log_level = NONE",)
"""What SQLCipher would say of a wrong key goes to standard error, past our own words."""

WORKING = (
    *QUIET,
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    f"busy_timeout = {BUSY_MS}",
    "cache_size = -32000",  # KiB
    "temp_store = MEMORY",  # nothing decrypted goes to a temporary file
    "journal_size_limit = 67108864",
)


def key_literal(key: bytes) -> str:
    """A raw key as SQLCipher takes it."""
    return f"x'{key.hex()}'"


def make_engine(path: Path, key: bytes, pragmas: tuple[str, ...] = WORKING) -> Engine:
    """An engine for the store at `path` (made when missing) under a raw key of 32 bytes.

    `pragmas` are run on each new connection. Errors never show bound values.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the store's key has 32 bytes")
    url = URL.create("sqlite+pysqlcipher", password=key_literal(key), database=str(path.absolute()))
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=3,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )

    def on_connect(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", on_connect)
    return engine
