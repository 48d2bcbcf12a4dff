"""The projection of what was granted: a row a case, for the public list and what runs out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from counter.domain.case import CaseState
from counter.domain.grants import Grant, grant_of
from counter.store import schema
from counter.store.sql import replacing

_PUT = replacing(schema.grant_row)


def values(state: CaseState, ord_: int) -> list[tuple[Any, ...]]:
    """The row of a case that granted something; else none. ord_: of the case's row."""
    grant = grant_of(state)
    if grant is None:
        return []
    return [(ord_, *(_plain(getattr(grant, name)) for name in Grant.__struct_fields__))]


def put(connection: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    """Bring the rows up to their cases. What was granted stays granted: none is taken away."""
    if rows:
        _PUT.many(connection, rows)


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
