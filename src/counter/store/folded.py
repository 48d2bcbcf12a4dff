"""Streams of a few acts each that are folded whole into one row: how such a projection is made.

An enquiry, a project, a charge sheet, a payment, a ticket: each has a table of its own with the
columns that lists ask for and, last, the fold itself as JSON. A `Folded` names the stream's
prefix, the fold and the columns; everything else is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Table, and_, bindparam, select

from counter.domain.acts import Act
from counter.store.journal import Placed
from counter.store.sql import Statement, replacing

S = TypeVar("S")


class Folded(Generic[S]):
    """A kind of small stream. begin(key): the empty fold; columns(state, pos): the row's values
    without the state, or None while there is nothing to show; pos: place of the first act."""

    def __init__(
        self,
        prefix: str,
        table: Table,
        of: type[S],
        begin: Callable[[str], S],
        evolve: Callable[[S, Act], S],
        columns: Callable[[S, int], tuple[Any, ...] | None],
    ) -> None:
        self.prefix, self.table, self.of = prefix, table, of
        self._begin, self._evolve, self._columns = begin, evolve, columns
        self._decoder = msgspec.json.Decoder(of)
        self._put = replacing(table)
        keys = list(table.primary_key)
        same = and_(*(column == bindparam(column.name) for column in keys))
        self._keys = [column.name for column in keys]
        self._one = Statement(select(table.c.state).where(same))

    def fold(self, stream: str, acts: Sequence[Placed]) -> S:
        """The state of a stream from all of its acts."""
        state = self._begin(stream.removeprefix(self.prefix))
        for placed in acts:
            state = self._evolve(state, placed.act)
        return state

    def put(self, connection: Any, stream: str, acts: Sequence[Placed]) -> None:
        """Write the row of a stream from all of its acts."""
        state = self.fold(stream, acts)
        columns = self._columns(state, acts[0].pos) if acts else None
        if columns is not None:
            body = msgspec.json.encode(state, order="deterministic")
            self._put.many(connection, ((*columns, body),))

    def read(self, connection: Any, *key: str) -> S | None:
        """The stored fold under a key, or None."""
        row = self._one.row(connection, **dict(zip(self._keys, key, strict=True)))
        return self.decode(row[0]) if row else None

    def decode(self, body: bytes) -> S:
        """A fold from its stored bytes."""
        return self._decoder.decode(body)

    def rows(self, connection: Any, statement: Statement, **values: Any) -> tuple[S, ...]:
        """Folds by a statement whose first column is `state`."""
        return tuple(self.decode(row[0]) for row in statement.rows(connection, **values))
