"""Projections dropped and made again from the journal; and told apart, table by table.

The same function fills a store's own tables and a scratch file beside it, so that what `verify`
compares with is what `rebuild` would make.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import msgspec
from sqlalchemy import Table, func, select
from sqlalchemy.schema import CreateIndex, CreateTable

from counter.store import projections, schema
from counter.store.engine import key_literal, make_engine
from counter.store.journal import Placed, headers, stream_acts, streams_of
from counter.store.sql import Statement, inserting

_s = schema.act_stream.c
_IN_ORDER = Statement(select(_s.stream).group_by(_s.stream).order_by(func.min(_s.pos)))
_PUT_STREAM = inserting(schema.act_stream)
_BATCH = 4000
_ROOM = "cache_size = -400000"  # KiB; without room the tokens' pages are written again and again
_SCRATCH = ("cipher_log_level = NONE", "journal_mode = OFF", "synchronous = OFF", _ROOM)


class Maintained(Protocol):
    """A store as its upkeep sees it."""

    def maintaining(self) -> AbstractContextManager[tuple[Any, bytes]]: ...


class Difference(msgspec.Struct, frozen=True):
    """First place where a stored projection is not what the journal says."""

    table: str
    key: str
    kind: str  # missing, extra, differs


def rebuild(store: Maintained) -> None:
    """Drop all projections and make them again from the journal, in one transaction."""
    with store.maintaining() as (connection, _key):
        (cache,) = connection.execute("PRAGMA cache_size").fetchone()
        connection.execute(f"PRAGMA {_ROOM}")
        try:
            for table in schema.PROJECTIONS:
                connection.execute(f'DELETE FROM "{table.name}"')
            fill(connection)
        finally:
            connection.execute(f"PRAGMA cache_size = {cache}")


def fill(connection: Any) -> None:
    """Make all projections from the journal; the tables are there and empty."""
    _PUT_STREAM.many(
        connection,
        ((stream, pos) for pos, header in headers(connection) for stream in streams_of(header)),
    )
    cases: list[tuple[str, list[Placed]]] = []
    for (stream,) in _IN_ORDER.rows(connection):
        if not stream.startswith(projections.CASE):
            projections.refold(connection, stream)
            continue
        cases.append((stream, stream_acts(connection, stream)))
        if len(cases) == _BATCH:  # many at once, so that their tokens go in sorted
            projections.put_new_cases(connection, cases)
            cases = []
    projections.put_new_cases(connection, cases)


def digest(connection: Any, table: Table) -> str:
    """SHA-256 over the rows of a table in the order of its key, hex."""
    whole = hashlib.sha256()
    for row in _sorted_rows(connection, table, "main"):
        whole.update(msgspec.json.encode(row))
    return whole.hexdigest()


def digests(store: Maintained) -> dict[str, str]:
    """Digest of every projection by table name."""
    with store.maintaining() as (connection, _key):
        return {table.name: digest(connection, table) for table in schema.PROJECTIONS}


def differences(path: Path, key: bytes) -> list[Difference]:
    """Compare the projections of the store at `path` with ones made from its journal.

    Works on a scratch file beside the store, encrypted with the same key and removed after.
    """
    with scratch(path, key) as connection:
        connection.execute("BEGIN")
        fill(connection)
        found = [_first(connection, table) for table in schema.PROJECTIONS]
        connection.execute("COMMIT")
    return [each for each in found if each is not None]


@contextmanager
def scratch(path: Path, key: bytes) -> Iterator[Any]:
    """A connection whose main file has empty projections and that sees the store as `truth`.

    Names without a schema find the scratch tables first and the store's journal behind them.
    """
    place = path.with_name(path.name + ".verify")
    place.unlink(missing_ok=True)
    engine = make_engine(place, key, _SCRATCH)
    try:
        with engine.connect() as connection:
            for table in schema.PROJECTIONS:
                connection.execute(CreateTable(table))
                for index in table.indexes:
                    connection.execute(CreateIndex(index))
            driver: Any = connection.connection.driver_connection
            driver.execute(
                "ATTACH DATABASE ? AS truth KEY ?", (str(path.absolute()), key_literal(key))
            )
            yield driver
    finally:
        engine.dispose()
        place.unlink(missing_ok=True)


def _sorted_rows(connection: Any, table: Table, where: str) -> Iterator[tuple[Any, ...]]:
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    key = ", ".join(f'"{c.name}"' for c in table.primary_key)
    rows: Iterator[tuple[Any, ...]] = connection.execute(
        f'SELECT {columns} FROM {where}."{table.name}" ORDER BY {key}'
    )
    return rows


def _first(connection: Any, table: Table) -> Difference | None:
    """First difference of a table; None when all rows are the same."""
    names = [c.name for c in table.columns]
    places = [names.index(c.name) for c in table.primary_key]
    right = _sorted_rows(connection, table, "main")
    stored = _sorted_rows(connection, table, "truth")
    while True:
        should, there = next(right, None), next(stored, None)
        if should == there:
            if should is None:
                return None
            continue
        expected = tuple(should[i] for i in places) if should else None
        actual = tuple(there[i] for i in places) if there else None
        if actual is None or (expected is not None and expected < actual):
            return Difference(table.name, _show(expected), "missing")
        if expected is None or actual < expected:
            return Difference(table.name, _show(actual), "extra")
        return Difference(table.name, _show(actual), "differs")


def _show(key: tuple[Any, ...] | None) -> str:
    return "/".join(str(part) for part in key or ())
