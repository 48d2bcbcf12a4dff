"""Core statements compiled once and run on the driver's cursor.

The hot statements of an acceptance are few and never change, so their text is compiled from the
Core tables when the module is loaded and handed to the driver as it is: Core's own execution
costs several times what the statement itself does (see docs/adr/0005-hot-statements.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Table, insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.dialects.sqlite.pysqlcipher import SQLiteDialect_pysqlcipher

_DIALECT = SQLiteDialect_pysqlcipher(paramstyle="qmark")


class Statement:
    """SQL text of a Core statement with its parameters in order."""

    def __init__(self, clause: ClauseElement) -> None:
        compiled: Any = clause.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self.names: tuple[str, ...] = tuple(compiled.positiontup or ())
        self._fixed: dict[str, Any] = compiled.params

    def run(self, connection: Any, **values: Any) -> Any:
        """Execute with named values on a driver connection; returns the driver's cursor."""
        return connection.execute(self.sql, self._ordered(values))

    def row(self, connection: Any, **values: Any) -> Any:
        """First row as a tuple, or None."""
        return self.run(connection, **values).fetchone()

    def rows(self, connection: Any, **values: Any) -> list[Any]:
        """All rows as tuples."""
        rows: list[Any] = self.run(connection, **values).fetchall()
        return rows

    def many(self, connection: Any, rows: Iterable[Sequence[Any]]) -> None:
        """Execute once for each row of values in the order of `names`."""
        connection.executemany(self.sql, rows)

    def _ordered(self, values: dict[str, Any]) -> tuple[Any, ...]:
        fixed = self._fixed
        return tuple([values[n] if n in values else fixed[n] for n in self.names])


def inserting(table: Table) -> Statement:
    """INSERT of whole rows, values in the order of the table's columns."""
    return Statement(insert(table))


def replacing(table: Table) -> Statement:
    """Upsert of whole rows by primary key, values in the order of the table's columns."""
    clause = sqlite_insert(table)
    key = [c.name for c in table.primary_key]
    rest = {c.name: clause.excluded[c.name] for c in table.columns if c.name not in key}
    if not rest:
        return Statement(clause.on_conflict_do_nothing(index_elements=key))
    return Statement(clause.on_conflict_do_update(index_elements=key, set_=rest))
